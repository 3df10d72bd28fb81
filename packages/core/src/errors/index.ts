export { ContentModerationError } from './content-moderation-error.ts';
export { GenerationFailedError } from './generation-failed-error.ts';
export { GenerationTimeoutError } from './generation-timeout-error.ts';
export { ImageDownloadError } from './image-download-error.ts';
export { InsufficientFundsError } from './insufficient-funds-error.ts';
