/** An environment variable. Browsers have none, bundles for them may have half a `process`, and Deno may forbid to look. */
export function readVariable(variable: string): string | undefined {
  try {
    return globalThis.process?.env?.[variable];
  } catch {
    return undefined;
  }
}
