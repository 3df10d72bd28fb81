import { cpSync } from 'node:fs';

// The playground is no package of its own for those who install the command: its build goes along in the tarball.
cpSync(new URL('../playground/dist/', import.meta.url), new URL('dist/playground/', import.meta.url), {
  recursive: true,
});
