export type {
  XaiBatchAddition,
  XaiBatchCreation,
  XaiBatches,
  XaiBatchImages,
  XaiBatchOptions,
  XaiBatchProgress,
  XaiBatchRequest,
  XaiBatchRequests,
  XaiBatchRequestState,
  XaiBatchResult,
  XaiBatchStatus,
  XaiBatchWait,
  XaiBatchWarning,
  XaiFileBatch,
  XaiFileBatchCreation,
  XaiFinishedBatch,
} from './batch/api.ts';
export { XaiBatchIncompleteError } from './batch/batch-incomplete-error.ts';
export type { XaiCostEstimate, XaiCostRequest } from './catalogue/estimate.ts';
export type { XaiCatalogueModel, XaiCataloguePrice } from './catalogue/model.ts';
export type { XaiFile, XaiFileQuery, XaiFiles, XaiFileUpload, XaiPublicUrl } from './files/api.ts';
export type { XaiPublicUrlOptions, XaiStoredImage } from './files/api.ts';
export type { XaiAspectRatio, XaiImageModelId } from './gateways/models.ts';
export type { XaiModelRules, XaiQuality, XaiResolution } from './gateways/models.ts';
export type { XaiModelPrices, XaiPriceTable } from './gateways/prices.ts';
export type { XaiGatewayProfile } from './gateways/profile.ts';
export { imageMetadata, type XaiImageMetadata } from './image/metadata.ts';
export { requestMetadata, type XaiRequestMetadata } from './image/metadata.ts';
export type { XaiImageModelOptions, XaiImageOptions, XaiStorageOptions } from './image/options.ts';
export type { XaiImageModelOptions as XaiImageProviderOptions } from './image/options.ts';
export { xaiImageOptionsSchema } from './image/options.ts';
export type { XaiErrorData } from './service/own-words.ts';
export type { XaiCallOptions } from './service/transport.ts';
export type { XaiPaidPicture } from './service/paid-picture.ts';
export type { XaiModelOptions, XaiProgress, XaiProviderSettings } from './service/settings.ts';
export { version as VERSION } from '@grok-image/core/internal';
export { causeOf, ContentModerationError, GenerationFailedError } from '@grok-image/core';
export { GenerationIncompleteError, GenerationTimeoutError } from '@grok-image/core';
export { ImageDownloadError, InsufficientFundsError } from '@grok-image/core';
