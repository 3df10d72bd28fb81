import { createGrok, xaiImageOptionsSchema, type XaiProviderSettings } from '@grok-image/xai';
import type { ModelView } from '../protocol/service.ts';
import type { Service } from './service.ts';

/** How a service is called. */
export interface Naming {
  readonly name?: string | undefined;
  readonly title?: string | undefined;
}

const titles: Readonly<Record<string, string>> = {
  xai: 'xAI',
  crazyrouter: 'Crazyrouter',
  agtcloud: 'AGT Cloud',
};

/** Image models by gateway, for when there is no list: docs.x.ai and the gateways' pages, 2026-11. */
const known: Readonly<Record<string, readonly string[]>> = {
  xai: ['grok-imagine-image', 'grok-imagine-image-2.0'],
  crazyrouter: ['grok-imagine-image', 'grok-4-image'],
};

/** xAI, or a gateway that speaks its format. */
export function xaiService(naming: Naming, settings: XaiProviderSettings = {}): Service {
  const provider = createGrok(settings);
  const { gateway = 'xai' } = settings;
  const isByName = typeof gateway === 'string';
  const id = isByName ? gateway : 'gateway';
  return {
    name: naming.name ?? id,
    title: naming.title ?? (isByName ? (titles[gateway] ?? gateway) : gateway.name),
    currency: 'usd',
    origin: {
      kind: 'xai',
      gateway: gateway === 'xai' ? undefined : gateway,
      baseURL: settings.baseURL,
    },
    download: {
      baseURL: settings.baseURL ?? (isByName ? 'https://api.x.ai' : gateway.baseURL),
      imageOrigins: settings.imageOrigins,
    },
    async listModels() {
      const models = await provider.models();
      return models
        .filter(({ id: model, outputModalities }) => makesImages(model, outputModalities))
        .map(({ id: model, prices }): ModelView => ({ id: model, price: priceOf(prices) }));
    },
    knownModels: (known[id] ?? known['xai'] ?? []).map(model => ({ id: model })),
    model: (model, onProgress) => provider.image(model, onProgress && { onProgress }),
    rehearse: (model, fetch) =>
      createGrok({ ...settings, apiKey: 'xai-rehearsal', fetch, rateLimit: false }).image(model),
    optionsSchema: () => xaiImageOptionsSchema,
  };
}

/** Gateways list all their models, and few of them what they make. */
function makesImages(id: string, modalities: readonly string[] | undefined): boolean {
  return modalities?.includes('image') ?? /image|imagine/.test(id);
}

function priceOf(prices: readonly { readonly costUsd: number }[]): string | undefined {
  const figures = prices.map(({ costUsd }) => costUsd);
  if (figures.length === 0) return undefined;
  const [least, most] = [Math.min(...figures), Math.max(...figures)];
  return least === most ? `${least} USD` : `${least} to ${most} USD`;
}
