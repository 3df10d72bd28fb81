/**
 * Defines tests where they apply: what a backend does not have is not tested there, so that no count holds a test that
 * could not run.
 */
export function where(applies: unknown, define: () => void): void {
  if (applies) define();
}
