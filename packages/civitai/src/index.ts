export { createCivitai, civitai, type CivitaiProvider } from './provider/v4.ts';
export { imageMetadata, type CivitaiImageMetadata } from './metadata.ts';
export { parseCivitaiEvent, type CivitaiEvent } from './event.ts';
export type { CivitaiJobEvent, CivitaiStepEvent, CivitaiWorkflowEvent } from './event.ts';
export { CivitaiEventError } from './event-error.ts';
export type { CivitaiCostEstimate, CivitaiCostRequest } from './estimate.ts';
export type { CivitaiImageModelId } from './models.ts';
export type {
  CivitaiCallback,
  CivitaiCallbackType,
  CivitaiCurrency,
  CivitaiImageOptions,
} from './options.ts';
export type { CivitaiProgress, CivitaiProviderSettings } from './settings.ts';
export { ContentModerationError, GenerationFailedError, GenerationTimeoutError } from '@grok-image/core';
export { ImageDownloadError, InsufficientFundsError } from '@grok-image/core';
