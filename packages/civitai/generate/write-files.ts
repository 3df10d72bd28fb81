import { sourcesOf } from '../src/engines/choose-variant.ts';
import { maskFieldOf } from '../src/engines/options.ts';
import { readTables } from '../src/engines/variant.ts';
import type { Published } from './published.ts';
import { tablesOf } from './write-data.ts';
import { typesOf } from './write-types.ts';
import { documentOf } from './write-document.ts';

const note = 'Written by `pnpm generate:civitai`; not to be changed by hand.';

/** What is written, by its path from the root of the repository. */
export function filesOf(published: Published): Readonly<Record<string, string>> {
  return {
    'packages/emulator/src/civitai/published/image-gen.schema.json': publishedFile(published),
    'packages/civitai/src/engines/generated/fields.ts': fieldsFile(published),
    'packages/civitai/src/engines/generated/variants.ts': variantsFile(published),
    'packages/civitai/src/image/generated/engine-ids.ts': idsFile(published),
    'packages/civitai/src/engines/generated/option-types.ts': `/** ${note} Source: ${published.source}. */\n\n${typesOf(published)}`,
    'docs/civitai-models.md': documentOf(published),
  };
}

/** One definition or variant a line, so that what changes upstream shows line by line. */
function publishedFile({ source, definitions, variants }: Published): string {
  const named = Object.entries(definitions).map(
    ([name, schema]) => `    ${JSON.stringify(name)}: ${JSON.stringify(schema)}`,
  );
  return `{
  "source": ${JSON.stringify(source)},
  "definitions": {
${named.join(',\n')}
  },
  "variants": [
${variants.map(variant => `    ${JSON.stringify(variant)}`).join(',\n')}
  ]
}
`;
}

function fieldsFile(published: Published): string {
  const { fields, entries } = tablesOf(published);
  return `/** ${note} Source: ${published.source}. */

/** Fields, one a line: name, kind, limits, and what is sent where one that must be there is left out. */
export const fields: string = \`${fields}\`;

/** Fields of the objects within lists: name of the object, then as above; \`!\` stands behind a name that must be there. */
export const entries: string = \`${entries}\`;
`;
}

function variantsFile(published: Published): string {
  const { variants, models } = tablesOf(published);
  return `/** ${note} Source: ${published.source}. */

/** Variants, one a line: discriminators, then the places of their fields; \`!\` stands behind one that must be there. */
export const variants: string = \`${variants}\`;

/** Models, one a line: id, then the places of their variants, each with the fields that the id decides. */
export const models: string = \`${models}\`;
`;
}

/** What is known of an id before its engine is loaded: source images, mask, seed, and the place of its ratios. */
function idsFile(published: Published): string {
  const lists: string[] = [];
  const lines = [...readTables(tablesOf(published))].map(([id, variants]) => {
    const ratios = variants[0]?.fields.get('aspectRatio')?.limits.join('|');
    if (ratios !== undefined && !lists.includes(ratios)) lists.push(ratios);
    const most = Math.max(...variants.map(variant => sourcesOf(variant).most));
    const flags = `${variants.some(maskFieldOf) ? 'm' : ''}${variants.some(({ fields }) => fields.has('seed')) ? 's' : ''}`;
    const place = ratios === undefined ? '' : ` ${lists.indexOf(ratios)}`;
    return `${id} ${Number.isFinite(most) ? most : ''}${flags}${place}`.trimEnd();
  });
  return `/** ${note} Source: ${published.source}. */

/** Ids, one a line: most source images (none said is any number), \`m\` for a mask, \`s\` for a seed, and the place of its ratios. */
export const ids: string = \`${lines.join('\n')}\`;

/** Ratios, one list a line. */
export const ratios: string = \`${lists.join('\n')}\`;
`;
}
