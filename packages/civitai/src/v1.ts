export { createCivitai, civitai, type CivitaiProvider } from './provider/v1.ts';
export * from './shared.ts';
