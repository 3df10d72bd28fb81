import { hash } from '../random.ts';
import { notFound } from './errors.ts';
import { findModel, type ImageModelRow } from './models.ts';

/** A model as `/image-generation-models` shows it. Prices are ticks. */
export function renderImageModel(row: ImageModelRow): object {
  return {
    id: row.id,
    fingerprint: fingerprint(row),
    max_prompt_length: row.maxPromptLength,
    created: row.created,
    object: 'model',
    owned_by: 'xai',
    version: row.version,
    input_modalities: ['text', 'image'],
    output_modalities: ['image'],
    image_price: row.listPrice,
    aliases: [...row.aliases, ...row.redirectedAtLow],
    ...(row.isTiered ? { pricing: pricing(row) } : {}),
  };
}

/** A model as `/models` shows it. */
export function renderModel(row: ImageModelRow): object {
  return {
    id: row.id,
    created: row.created,
    object: 'model',
    owned_by: 'xai',
    aliases: [...row.aliases, ...row.redirectedAtLow],
    context_length: row.maxPromptLength,
    image_price: row.listPrice,
  };
}

export function findRow(models: readonly ImageModelRow[], id: string): ImageModelRow {
  const found = findModel(models, id);
  if (found === undefined)
    throw notFound(`The model ${id} does not exist or your team does not have access to it.`);
  return found.row;
}

function pricing({ prices }: ImageModelRow): object[] {
  const qualities = ['low', 'medium'] as const;
  const resolutions = ['1k', '2k'] as const;
  return qualities.flatMap(quality =>
    resolutions.map(resolution => ({ quality, resolution, price_per_image: prices[quality][resolution] })),
  );
}

function fingerprint({ id, version }: ImageModelRow): string {
  return `fp_${hash(`${id} ${version}`).toString(16).padStart(8, '0')}`;
}
