import { createProviderV1, type ImageModelV1, type ProviderV1 } from '@grok-image/core';
import { serializeModel, WorkflowModel, type SerializedModel } from '@grok-image/core/internal';
import type { XaiImageModelId } from '../gateways/models.ts';
import type { XaiModelOptions, XaiProviderSettings } from '../service/settings.ts';
import { definition, type XaiExtras } from './definition.ts';

/** Grok images in AI SDK 4. */
export type XaiProvider = ProviderV1<XaiImageModelId, XaiModelOptions> & XaiExtras;

/** Where Vercel Workflow finds how a model crosses the border of a step; its compiler knows such classes by sight. */
class GrokImageModel extends WorkflowModel {
  static [Symbol.for('workflow-serialize')](model: GrokImageModel): SerializedModel<XaiProviderSettings> {
    return serializeModel(model);
  }

  static [Symbol.for('workflow-deserialize')]({
    modelId,
    settings,
  }: SerializedModel<XaiProviderSettings>): ImageModelV1 {
    return createGrok(settings).image(modelId);
  }
}

/**
 * Makes a provider of Grok images for AI SDK 4.
 *
 * @throws InvalidArgumentError for a setting, or a field of a profile, that is not known or cannot be, naming it
 * @example
 * import { createGrok } from '@grok-image/xai/v1';
 * const grok = createGrok({ apiKey: process.env.MY_KEY, timeout: 120_000 });
 * await experimental_generateImage({ model: grok.image('grok-imagine-image'), prompt: 'A cat in a tree' });
 */
export function createGrok(settings: XaiProviderSettings = {}): XaiProvider {
  return createProviderV1(definition(settings, GrokImageModel));
}

/** The default provider, with the key of `XAI_API_KEY`. */
export const grok: XaiProvider = /* @__PURE__ */ createGrok();
