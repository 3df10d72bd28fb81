export type { ImageModelV2 } from '@grok-image/core';
export { createGrok, createGrok as createXai, grok, grok as xai } from './provider/v2.ts';
export type { XaiProvider } from './provider/v2.ts';
export * from './shared.ts';
