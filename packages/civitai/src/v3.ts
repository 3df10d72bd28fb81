export { createCivitai, civitai, type CivitaiProvider } from './provider/v3.ts';
export * from './shared.ts';
