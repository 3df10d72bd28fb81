import { hash } from '../world/random.ts';
import type { Account } from './account.ts';
import { findModel, type ImageModelRow } from './models.ts';
import type { XaiProfile } from './profile.ts';

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

/** A model as OpenAI-style gateways show it. */
export function renderOpenaiModel({ id, created }: ImageModelRow): object {
  return { id, created, object: 'model', owned_by: 'xai' };
}

export function findRow({ models, errors }: XaiProfile, id: string, { team }: Account): ImageModelRow {
  const found = findModel(models, id);
  if (found === undefined) throw errors.unknownModel(id, team);
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
