// The calls as a program of Node.js, Bun or Deno. Usage: program.mjs <origin of the host>
import { smoke } from './smoke.mjs';
import { control } from './tools.mjs';

const origin = process.argv[2];
await control(origin, 'report', await smoke(origin));
