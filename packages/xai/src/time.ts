/** An ISO 8601 time of Unix seconds; `undefined` for a number that is no time. */
export function toIsoTime(unixSeconds: number): string | undefined {
  const time = new Date(unixSeconds * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
