export { createCivitai, civitai, type CivitaiProvider } from './provider/v4.ts';
export * from './shared.ts';
