export { wrap } from './stack/wrap.ts';
export type { ImageMiddleware } from './stack/middleware.ts';
