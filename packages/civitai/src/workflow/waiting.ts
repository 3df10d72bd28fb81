/** How many calls of this process wait for the workflow of a key, by service and key. */
const waiting = new Map<string, number>();

/**
 * Notes that a call waits for the workflow of a key that its caller chose, which others may know and wait for as well.
 *
 * @returns a function that ends it, and says whether no other call of this process waits for the same
 */
export function waitFor(baseURL: string, externalId: string): () => boolean {
  const name = `${baseURL} ${externalId}`;
  waiting.set(name, (waiting.get(name) ?? 0) + 1);
  return () => {
    const left = (waiting.get(name) ?? 1) - 1;
    if (left === 0) waiting.delete(name);
    else waiting.set(name, left);
    return left === 0;
  };
}
