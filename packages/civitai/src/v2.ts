export { createCivitai, civitai, type CivitaiProvider } from './provider/v2.ts';
export * from './shared.ts';
