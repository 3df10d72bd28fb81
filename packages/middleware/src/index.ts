export { production, type ProductionOptions } from './production.ts';
export { wrap } from './stack/wrap.ts';
export type { ImageMiddleware } from './stack/middleware.ts';
export { memoryBlobs } from './stores/memory/blobs.ts';
export { memoryCache } from './stores/memory/cache.ts';
export { memoryLedger } from './stores/memory/memory-ledger.ts';
