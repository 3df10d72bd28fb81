export { causeOf } from './cause-of.ts';
export { ContentModerationError } from './content-moderation-error.ts';
export { GenerationFailedError } from './generation-failed-error.ts';
export { GenerationIncompleteError } from './generation-incomplete-error.ts';
export { GenerationTimeoutError } from './generation-timeout-error.ts';
export { ImageDownloadError } from './image-download-error.ts';
export { InsufficientFundsError } from './insufficient-funds-error.ts';
