export type { ImageModelV1 } from '@grok-image/core';
export { createGrok, createGrok as createXai, grok, grok as xai } from './provider/v1.ts';
export type { XaiProvider } from './provider/v1.ts';
export * from './shared.ts';
