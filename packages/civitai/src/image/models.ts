import { NoSuchModelError } from '@ai-sdk/provider';
import { excerpt, longestName, suggestion } from '@grok-image/core/internal';
import type { EngineModelId } from '../engines/generated/option-types.ts';
import { engineNames, findEngineModel } from './engine-models.ts';
import { grokIds, isGrok, type GrokModelId } from './grok.ts';
import { createGrokModel } from './grok-model.ts';
import type { CivitaiModel } from './model.ts';

/** Model ids. A checkpoint is one by its urn; any other id that starts with `grok` is passed on as newer than this list. */
export type CivitaiImageModelId =
  | GrokModelId
  | EngineModelId
  | `urn:air:${string}:checkpoint:${string}`
  | (string & {});

/**
 * What is known of a model id. One that is not known would be paid for and bring pictures of another model, so that only
 * those of Grok, which may be newer than what is known here, are passed on.
 *
 * @throws NoSuchModelError for an id that is neither known nor one of Grok, with the nearest that are
 * @example
 * modelOf('flux2-dev').capabilities.maxFiles;
 */
export function modelOf(modelId: string): CivitaiModel {
  if (isGrok(modelId)) return createGrokModel(modelId);
  const model = findEngineModel(modelId);
  if (model === undefined) throw noModel(modelId);
  return model;
}

function noModel(modelId: string): NoSuchModelError {
  const { ids, ecosystems } = engineNames();
  const urns = `a checkpoint as 'urn:air:sdxl:checkpoint:civitai:101055@128078' (${ecosystems.join(', ')})`;
  return new NoSuchModelError({
    modelId,
    modelType: 'imageModel',
    message: `No such imageModel: ${excerpt(modelId, longestName)}. Accepted: ${suggestion([modelId], [...grokIds, ...ids])}, ${urns}, and newer ids that start with grok. Nothing was sent.`,
  });
}
