import { sourcesOf } from '../src/engines/choose-variant.ts';
import { enginesOf, maskFieldOf, ownFields, perStepOf } from '../src/engines/options.ts';
import { readTables, type Variant } from '../src/engines/variant.ts';
import type { Published } from './published.ts';
import { tablesOf } from './write-data.ts';

/** The table of all models, for readers. */
export function documentOf(published: Published): string {
  const rows = [...readTables(tablesOf(published))].map(([id, variants]) => [
    `\`${id.replace(/^(.+):checkpoint$/, 'urn:air:$1:checkpoint:…')}\``,
    enginesOf(variants).join(', '),
    operationsOf(variants),
    shapeOf(variants),
    [...new Set(variants.map(perStepOf))].join(' or '),
    variants.some(({ fields }) => fields.has('seed')) ? 'yes' : '',
    [...ownFields(variants).keys()].toSorted().join(', '),
  ]);
  const head = ['model', 'engine', 'makes', 'shape', 'images a step', 'seed', 'options of its own'];
  return `# Models of Civitai

What \`civitai.image(id)\` takes beside Grok, with the limits that the service publishes. Every model also takes the options that all
have ([Civitai](civitai.md)); \`civitai.models({ prices: true })\` tells the same with prices. Where a model
has several engines, the first is the usual one and \`providerOptions.civitai.engine\` chooses.

Source: ${published.source}. Written by \`pnpm generate:civitai\`.

${[head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')}
`;
}

function operationsOf(variants: readonly Variant[]): string {
  const has = (fits: (variant: Variant) => boolean) => variants.some(fits);
  const edits = variants.filter(
    ({ fields }) =>
      fields.has('images') ||
      (fields.has('image') && !fields.has('strength') && !fields.has('denoiseStrength')),
  );
  const most = Math.max(0, ...edits.map(variant => sourcesOf(variant).most));
  return [
    ...(has(variant => sourcesOf(variant).least === 0) ? ['images'] : []),
    ...(most > 0 ? [`edits of ${Number.isFinite(most) ? `up to ${most}` : 'any number'}`] : []),
    ...(has(variant => maskFieldOf(variant) !== undefined) ? ['with a mask'] : []),
    ...(has(({ fields }) => fields.has('strength') || fields.has('denoiseStrength'))
      ? ['variants by strength']
      : []),
  ].join(', ');
}

function shapeOf(variants: readonly Variant[]): string {
  const texts = variants.map(({ fields }) => {
    const [width, size, ratio] = ['width', 'size', 'aspectRatio'].map(name => fields.get(name));
    if (width !== undefined)
      return width.limits[1] ? `sides ${width.limits[0]} to ${width.limits[1]}` : 'sides';
    if (fields.has('imageSize')) return '6 sizes';
    if (ratio !== undefined) return `ratios ${ratio.limits.join(' ')}`;
    return size === undefined ? 'its own choice' : `sizes ${size.limits.join(' ')}`;
  });
  return [...new Set(texts)].join('; or ');
}
