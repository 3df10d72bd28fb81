import { entryOf } from './profile.ts';
import { xaiModels } from './xai-models.ts';

/**
 * The version of xAI that serves an id, by its usual id; `undefined` for an id that is not known. Versions are told apart by
 * the ratios that they take, which their dated and redirected ids share.
 */
export function servedBy(modelId: string | undefined): string | undefined {
  const ratios = entryOf(xaiModels, modelId ?? '')?.ratios;
  return ratios && Object.keys(xaiModels).find(id => xaiModels[id]?.ratios === ratios);
}
