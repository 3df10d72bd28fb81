export { cacheMiddleware, type CacheOptions } from './cache-middleware.ts';
