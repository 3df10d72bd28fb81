export type { RateLimitOptions } from './options.ts';
export { rateLimitMiddleware, type RateLimitMiddleware } from './rate-limit-middleware.ts';
