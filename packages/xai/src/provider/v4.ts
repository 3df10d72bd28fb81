import { createProviderV4, type ImageModelV4, type ProviderV4 } from '@grok-image/core';
import { serializeModel, WorkflowModel, type SerializedModel } from '@grok-image/core/internal';
import { createBatchV4, type XaiBatchV4 } from '../batch/batch-v4.ts';
import { withFilesV4, type XaiFilesV4 } from '../files/files-v4.ts';
import type { XaiImageModelId } from '../gateways/models.ts';
import type { XaiModelOptions, XaiProviderSettings } from '../service/settings.ts';
import { definition, type XaiExtras } from './definition.ts';

/** Grok images in AI SDK 7. */
export interface XaiProvider extends ProviderV4<XaiImageModelId, XaiModelOptions>, XaiExtras {
  /** xAI's Files API; called as a function, the files interface of AI SDK 7 for its `uploadFile`. */
  readonly files: XaiFilesV4;
  /**
   * xAI's Batch API as the batch interface of AI SDK 7, for `experimental_startBatch` and its siblings with requests of
   * type `image`. `batch` is the same API with everything that it has.
   */
  experimental_batch(): XaiBatchV4;
}

/** Where Vercel Workflow finds how a model crosses the border of a step; its compiler knows such classes by sight. */
class GrokImageModel extends WorkflowModel {
  static [Symbol.for('workflow-serialize')](model: GrokImageModel): SerializedModel<XaiProviderSettings> {
    return serializeModel(model);
  }

  static [Symbol.for('workflow-deserialize')]({
    modelId,
    settings,
  }: SerializedModel<XaiProviderSettings>): ImageModelV4 {
    return createGrok(settings).image(modelId);
  }
}

/**
 * Makes a provider of Grok images for AI SDK 7.
 *
 * @throws InvalidArgumentError for a setting, or a field of a profile, that is not known or cannot be, naming it
 * @example
 * import { createGrok } from '@grok-image/xai';
 * const grok = createGrok({ apiKey: process.env.MY_KEY, timeout: 120_000 });
 * await generateImage({ model: grok.image('grok-imagine-image'), prompt: 'A cat in a tree' });
 */
export function createGrok(settings: XaiProviderSettings = {}): XaiProvider {
  const { backend, extras, service } = definition(settings, GrokImageModel);
  return createProviderV4({
    backend,
    extras: {
      ...extras,
      files: withFilesV4(extras.files, service),
      experimental_batch: () => createBatchV4(service),
    },
  });
}

/** The default provider, with the key of `XAI_API_KEY`. */
export const grok: XaiProvider = /* @__PURE__ */ createGrok();
