import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readDescription } from './read-description.ts';
import { filesOf } from './write-files.ts';

/** `pnpm generate:civitai FILE --source TEXT`: writes what follows from the service's OpenAPI document. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { source: { type: 'string' } },
});
const [file] = positionals;
if (file === undefined || values.source === undefined) {
  throw new TypeError(
    "Failed to generate: no file or no source. Pass the service's OpenAPI document, and --source with where it is from and of when.",
  );
}
const published = readDescription(JSON.parse(readFileSync(file, 'utf8')), values.source);
for (const [path, content] of Object.entries(filesOf(published))) {
  writeFileSync(new URL(`../../../${path}`, import.meta.url), content);
  console.log(path);
}
