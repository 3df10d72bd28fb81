export { wrap } from './stack/wrap.ts';
