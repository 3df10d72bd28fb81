import module from 'node:module';

/** Keeps compiled code in the folder for temporary files, from Node.js 22.1 on. */
export function enableCompileCache(): void {
  if ('enableCompileCache' in module) module.enableCompileCache();
}
