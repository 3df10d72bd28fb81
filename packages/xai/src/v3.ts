export type { ImageModelV3 } from '@grok-image/core';
export { createGrok, createGrok as createXai, grok, grok as xai } from './provider/v3.ts';
export type { XaiProvider } from './provider/v3.ts';
export * from './shared.ts';
