/** An error with everything that it carries: causes, the errors of a retry, the errors of the parts of a call. */
export function errorsIn(error: unknown): object[] {
  const found = new Set<object>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || found.has(value) || found.size > 500) return;
    found.add(value);
    for (const name of ['cause', 'lastError', 'errors']) {
      const inner: unknown = Reflect.get(value, name);
      for (const entry of Array.isArray(inner) ? inner : [inner]) walk(entry);
    }
  };
  walk(error);
  return [...found].filter(value => value instanceof Error);
}

/** The errors that tell something by themselves, not those that only hold others. */
export function leavesOf(error: unknown): object[] {
  return errorsIn(error).filter(
    found => !Array.isArray(fieldOf(found, 'errors')) && fieldOf(found, 'lastError') === undefined,
  );
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
