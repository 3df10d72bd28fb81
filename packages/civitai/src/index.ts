export { createCivitai, civitai, type CivitaiProvider } from './provider/v4.ts';
export { imageMetadata, type CivitaiImageMetadata } from './image/metadata.ts';
export { parseCivitaiEvent, type CivitaiEvent } from './events/event.ts';
export type { CivitaiJobEvent, CivitaiStepEvent, CivitaiWorkflowEvent } from './events/event.ts';
export { CivitaiEventError } from './events/event-error.ts';
export type { CivitaiCostEstimate, CivitaiCostRequest } from './estimate/estimate.ts';
export type { CivitaiImageModelId } from './image/models.ts';
export type {
  CivitaiCallback,
  CivitaiCallbackType,
  CivitaiCurrency,
  CivitaiImageOptions,
} from './image/options.ts';
export type { CivitaiProgress, CivitaiProviderSettings } from './service/settings.ts';
export { ContentModerationError, GenerationFailedError, GenerationTimeoutError } from '@grok-image/core';
export { ImageDownloadError, InsufficientFundsError } from '@grok-image/core';
