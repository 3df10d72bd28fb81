/** Imports a package as this file's folder has it. */
export function load(specifier: string): Promise<unknown> {
  return import(specifier);
}
