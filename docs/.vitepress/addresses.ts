import { readFileSync } from 'node:fs';

interface Addresses {
  /** Of the site, with a slash at its end. */
  readonly site: string;
  /** Of the repository. */
  readonly repository: string;
}

/** Where the site and the repository are: said once, in `package.json` of the root. */
export const addresses: Addresses = read();

function read(): Addresses {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const text = (name: string): string => {
    const value: unknown = Reflect.get(Object(manifest), name);
    if (typeof value !== 'string') throw new TypeError(`package.json of the root has no ${name}.`);
    return value;
  };
  return { site: text('homepage'), repository: text('repository').replace(/^git\+|\.git$/g, '') };
}
