export type { ImageModelV4 } from '@grok-image/core';
export { createGrok, createGrok as createXai, grok, grok as xai } from './provider/v4.ts';
export type { XaiProvider } from './provider/v4.ts';
export type { XaiFilesInterface, XaiFilesOptions, XaiFilesV4 } from './files/files-v4.ts';
export type { XaiBatchV4 } from './batch/batch-v4.ts';
export * from './shared.ts';
