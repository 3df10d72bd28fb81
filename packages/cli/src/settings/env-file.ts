import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Reads `.env` of the folder, where there is one. What the environment has already wins.
 *
 * @param folder - where the command was called
 */
export function loadEnvFile(folder: string): void {
  const file = path.join(folder, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
