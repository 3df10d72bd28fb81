export { persistMiddleware } from './persist.ts';
export type { PersistOptions } from './options.ts';
export { callIdOf, uploadKeys, uploadTargets, type Uploads } from './upload.ts';
