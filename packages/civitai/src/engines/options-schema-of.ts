import type * as z from 'zod/v4';
import { engineKeyOf } from '../image/engine-models.ts';
import { grokOf, isGrok } from '../image/grok.ts';
import { grokRecipe } from '../image/grok-model.ts';
import { modelOf, type CivitaiImageModelId } from '../image/models.ts';
import { engineRecipe } from './engine-model.ts';

/**
 * The schema of `providerOptions.civitai` for one model, e.g. for the flags of a command line or a form. An app that does not
 * import it does not have the engines in what it loads first.
 *
 * @throws NoSuchModelError for an id that is neither known nor one of Grok
 * @example
 * const { properties } = z.toJSONSchema(optionsSchemaOf('flux2-dev'), { io: 'input' });
 */
export function optionsSchemaOf(modelId: CivitaiImageModelId): z.ZodObject {
  if (isGrok(modelId)) return grokRecipe(grokOf(modelId)).optionsSchema();
  const { id } = modelOf(modelId);
  return engineRecipe(id, engineKeyOf(id) ?? id).optionsSchema();
}
