/** An id that nobody else has. `randomUUID` is missing in React Native, and in browsers on pages without TLS. */
export function randomId(): string {
  const { crypto } = globalThis;
  if (typeof crypto?.randomUUID === 'function') return crypto.randomUUID();
  return Array.from({ length: 8 }, () =>
    Math.floor((1 + Math.random()) * 0x1_00_00)
      .toString(16)
      .slice(1),
  ).join('');
}
