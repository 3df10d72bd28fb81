import { createCivitai, optionsSchemaOf, type CivitaiProviderSettings } from '@grok-image/civitai';
import type { Service } from './service.ts';
import type { Naming } from './xai-service.ts';

/** Models of Grok at Civitai, which are known without the others (developer.civitai.com, Grok recipe, 2026-08). */
const knownModels = ['grok-imagine-image', 'grok-imagine-image-2.0'].map(id => ({ id }));

/** Civitai's orchestration API. */
export function civitaiService(naming: Naming, settings: CivitaiProviderSettings = {}): Service {
  const provider = createCivitai(settings);
  return {
    name: naming.name ?? 'civitai',
    title: naming.title ?? 'Civitai',
    currency: 'buzz',
    origin: { kind: 'civitai', baseURL: settings.baseURL },
    download: { baseURL: settings.baseURL ?? 'https://orchestration.civitai.com' },
    listModels: async () => (await provider.models()).map(({ id }) => ({ id })),
    knownModels,
    model: (model, onProgress) => provider.image(model, onProgress && { onProgress }),
    rehearse: (model, fetch) =>
      createCivitai({ ...settings, apiKey: 'rehearsal', fetch, rateLimit: false }).image(model),
    optionsSchema: optionsSchemaOf,
  };
}
