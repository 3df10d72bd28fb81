export type { BreakerSettings } from './breaker.ts';
export { FallbackError, type TriedModel } from './fallback-error.ts';
export { fallbackModel, type FallbackModel } from './fallback-model.ts';
export type { Adapt, FallbackClasses, FallbackEvent, FallbackOptions } from './options.ts';
export { priceOfDearest } from './price.ts';
