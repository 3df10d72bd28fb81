import type { Published } from './published.ts';
import { tablesOf } from './write-data.ts';
import { typesOf } from './write-types.ts';
import { documentOf } from './write-document.ts';

const note = 'Written by `pnpm generate:civitai`; not to be changed by hand.';

/** What is written, by its path from the root of the repository. */
export function filesOf(published: Published): Readonly<Record<string, string>> {
  return {
    'packages/emulator/src/civitai/published/image-gen.ts': publishedFile(published),
    'packages/civitai/src/engines/generated/tables.ts': tablesFile(published),
    'packages/civitai/src/engines/generated/option-types.ts': `/** ${note} Source: ${published.source}. */\n\n${typesOf(published)}`,
    'docs/civitai-models.md': documentOf(published),
  };
}

function publishedFile({ source, variants, definitions }: Published): string {
  return `import type { PublishedInputs } from './published-inputs.ts';

/**
 * Every kind of input of an \`imageGen\` step, as JSON schemas. Source: ${source}. Its levels are joined, its prose is left
 * out, and a discriminator that it has a default for may be absent or null, as its samples have it. ${note}
 */
export const imageGenInputs: PublishedInputs = {
  source: ${JSON.stringify(source)},
  definitions: {
${Object.entries(definitions)
  .map(([name, schema]) => `    ${name}: ${JSON.stringify(schema)},`)
  .join('\n')}
  },
  variants: [
${variants.map(variant => `    ${JSON.stringify(variant)},`).join('\n')}
  ],
};
`;
}

function tablesFile(published: Published): string {
  const { fields, entries, variants, models } = tablesOf(published);
  return `/** ${note} Source: ${published.source}. */

/** Fields, one a line: name, kind, limits, and what is sent where one that must be there is left out. */
export const fields: string = \`${fields}\`;

/** Fields of the objects within lists: name of the object, then as above; \`!\` stands behind a name that must be there. */
export const entries: string = \`${entries}\`;

/** Variants, one a line: discriminators, then the places of their fields; \`!\` stands behind one that must be there. */
export const variants: string = \`${variants}\`;

/** Models, one a line: id, then the places of their variants, each with the fields that the id decides. */
export const models: string = \`${models}\`;
`;
}
