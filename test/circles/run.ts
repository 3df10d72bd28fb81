import { fileURLToPath } from 'node:url';
import { arrows } from './arrows.ts';
import { checkCircles } from './check.ts';

const { seen, problems } = await checkCircles(fileURLToPath(new URL('../..', import.meta.url)), arrows);
console.log(seen.join('\n'));
for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0 ? 'No circle, no arrow that is not allowed.' : `${problems.length} problems.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
