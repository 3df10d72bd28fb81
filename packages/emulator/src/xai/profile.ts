import type { BackendName } from '../world/request.ts';
import { type AcceptedValues, aspectRatios, resolutions } from './body.ts';
import { type ErrorDialect, newApiErrors, openaiErrors, xaiErrors } from './errors.ts';
import { flatModel, type ImageModelRow, renderModel, renderOpenaiModel, xaiModels } from './models.ts';

/** How one service that speaks xAI's wire format differs from the others. A gateway is an entry of this type. */
export interface XaiProfile {
  readonly name: BackendName;
  readonly hosts: { readonly api: string; readonly content?: string; readonly files?: string };
  readonly apiKey: string;
  readonly keyPrefix: string;
  /**
   * A gateway forwards generations to xAI, and nothing else: it checks the key before the body, limits nobody, drops
   * what it does not know, and says when an answer was made instead of what it cost.
   */
  readonly isGateway: boolean;
  readonly errors: ErrorDialect;
  readonly headers: Readonly<Record<string, string>>;
  readonly models: readonly ImageModelRow[];
  /** How `/models` shows one; without it, that is an unknown route. */
  readonly renderModel?: (row: ImageModelRow) => object;
  /** A model that is known and cannot be had. */
  readonly unpriced?: string;
  /** What is billed when a request names no model; without one, a model must be named. */
  readonly defaultModel?: string;
  readonly accepts: AcceptedValues;
  readonly refusedFields: readonly string[];
  readonly showsMimeType: boolean;
  readonly showsRevisedPrompt: boolean;
}

export const basePath = '/v1';

/** xAI itself (docs.x.ai, 2026). */
export const xaiProfile: XaiProfile = {
  name: 'xai',
  hosts: { api: 'https://api.x.ai', content: 'https://imgen.x.ai', files: 'https://files-cdn.x.ai' },
  apiKey: 'xai-emulator-0123456789abcdefghijklmnopqrstuvwxyz',
  keyPrefix: 'xai-',
  isGateway: false,
  errors: xaiErrors,
  headers: { 'x-zero-data-retention': 'false' },
  models: xaiModels,
  renderModel,
  defaultModel: 'grok-imagine-image',
  accepts: { aspectRatios, resolutions },
  refusedFields: ['size', 'style'],
  showsMimeType: true,
  showsRevisedPrompt: true,
};

/** What both gateways' documents list has no 21:9, no 5:2, no 1.5k. */
const gateway = {
  isGateway: true,
  headers: {},
  accepts: {
    aspectRatios: aspectRatios.filter(ratio => ratio !== '21:9' && ratio !== '5:2'),
    resolutions: ['1k', '2k'],
  },
} satisfies Partial<XaiProfile>;

/**
 * Crazyrouter (its page "Grok Image Models", 2026-04): parameters, prices, and what a live test of `grok-4-image` found.
 * `model_price_error` is documented without an example; here the one model that xAI has and the page has no price for
 * gives it.
 */
export const crazyrouterProfile: XaiProfile = {
  ...gateway,
  name: 'crazyrouter',
  hosts: { api: 'https://crazyrouter.com' },
  apiKey: 'sk-crazyrouter-emulator-0123456789abcdef',
  keyPrefix: 'sk-',
  errors: newApiErrors,
  models: [
    flatModel('grok-imagine-image', 200_000_000),
    {
      ...flatModel('grok-4-image', 440_000_000),
      delivers: { images: 1, format: 'url', aspectRatio: '1:1', resolution: '1k' },
    },
  ],
  renderModel: renderOpenaiModel,
  unpriced: 'grok-imagine-image-2.0',
  refusedFields: ['size', 'quality', 'style'],
  showsMimeType: true,
  showsRevisedPrompt: true,
};

/** agtcloud (its page "Grok Image Format", 2026), which publishes no prices: xAI's for the same ids since 2026-11-02. */
export const agtcloudProfile: XaiProfile = {
  ...gateway,
  name: 'agtcloud',
  hosts: { api: 'https://api-cs-al.naci-tech.com' },
  apiKey: 'agtcloud-emulator-0123456789abcdef',
  keyPrefix: '',
  errors: openaiErrors,
  models: [
    flatModel('grok-imagine-image', 200_000_000),
    flatModel('grok-imagine-image-pro', 400_000_000, 600_000_000),
  ],
  refusedFields: ['size', 'style'],
  showsMimeType: false,
  showsRevisedPrompt: false,
};
