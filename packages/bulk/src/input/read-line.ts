/** A line that was read, or why it could not be. */
export type ReadLine =
  | { readonly line: number; readonly value: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly problem: string };
