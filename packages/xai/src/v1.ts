export { createGrok, grok, type GrokProvider } from './provider/v1.ts';
export { createGrok as createXai, grok as xai, type GrokProvider as XaiProvider } from './provider/v1.ts';
export { imageMetadata, type XaiImageMetadata } from './metadata.ts';
export type { XaiBatches, XaiBatchRequest, XaiBatchResult, XaiBatchStatus } from './batch/api.ts';
export { BatchIncompleteError } from './batch/batch-incomplete-error.ts';
export type { XaiFile, XaiFiles, XaiFileUpload, XaiPublicUrl } from './files/api.ts';
export type { XaiCostEstimate, XaiCostRequest } from './estimate.ts';
export type { CatalogueModel, CataloguePrice } from './catalogue/model.ts';
export type { GatewayProfile } from './gateway.ts';
export type { ModelRules, XaiImageModelId, XaiQuality, XaiResolution } from './models.ts';
export type { XaiImageModelOptions, XaiImageOptions, XaiStorageOptions } from './options.ts';
export type { ModelPrices, PriceTable } from './prices.ts';
export type {
  GrokProgress,
  GrokProviderSettings,
  GrokProviderSettings as XaiProviderSettings,
} from './settings.ts';
export {
  ContentModerationError,
  GenerationFailedError,
  GenerationTimeoutError,
  ImageDownloadError,
} from '@grok-image/core';
