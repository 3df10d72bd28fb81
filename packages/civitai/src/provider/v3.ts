import { createProviderV3, type ImageModelV3, type ProviderV3 } from '@grok-image/core';
import { serializeModel, WorkflowModel, type SerializedModel } from '@grok-image/core/internal';
import type { CivitaiImageModelId } from '../image/models.ts';
import type { CivitaiModelOptions, CivitaiProviderSettings } from '../service/settings.ts';
import { definition, type CivitaiExtras } from './definition.ts';

/** Grok images through Civitai in AI SDK 6. */
export type CivitaiProvider = ProviderV3<CivitaiImageModelId, CivitaiModelOptions> & CivitaiExtras;

/** Where Vercel Workflow finds how a model crosses the border of a step; its compiler knows such classes by sight. */
class CivitaiImageModel extends WorkflowModel {
  static [Symbol.for('workflow-serialize')](
    model: CivitaiImageModel,
  ): SerializedModel<CivitaiProviderSettings> {
    return serializeModel(model);
  }

  static [Symbol.for('workflow-deserialize')]({
    modelId,
    settings,
  }: SerializedModel<CivitaiProviderSettings>): ImageModelV3 {
    return createCivitai(settings).image(modelId);
  }
}

/**
 * Makes a provider of Grok images through Civitai for AI SDK 6.
 *
 * @throws InvalidArgumentError for a setting that is not known or cannot be, naming it
 * @example
 * const civitai = createCivitai({ apiKey: process.env.MY_KEY, timeout: 300_000 });
 * await generateImage({ model: civitai.image('grok-imagine-image'), prompt: 'A cat in a tree' });
 */
export function createCivitai(settings: CivitaiProviderSettings = {}): CivitaiProvider {
  return createProviderV3(definition(settings, CivitaiImageModel));
}

/** The default provider, with the key of `CIVITAI_API_KEY` or `CIVITAI_API_TOKEN`. */
export const civitai: CivitaiProvider = /* @__PURE__ */ createCivitai();
