import type { BackendName } from '../world/names.ts';
import { type ErrorDialect, xaiErrors } from './errors.ts';
import { type ImageModelRow, xaiModels } from './models.ts';
import { type AcceptedValues, aspectRatios, resolutions } from './body.ts';

/** How one service that speaks xAI's wire format differs from the others. A gateway is an entry of this type. */
export interface XaiProfile {
  readonly name: BackendName;
  readonly hosts: { readonly api: string; readonly content?: string; readonly files?: string };
  readonly basePath: string;
  /** A key that is accepted. */
  readonly apiKey: string;
  /** What every accepted key starts with. */
  readonly keyPrefix: string;
  /** Whether the key is checked before the body is read. */
  readonly checksKeyFirst: boolean;
  /** Whether requests of one key to one model are limited. */
  readonly limitsRate: boolean;
  readonly errors: ErrorDialect;
  /** Headers of every answer, beside the request id. */
  readonly headers: Readonly<Record<string, string>>;
  readonly models: readonly ImageModelRow[];
  /** Models that are there but have no price. */
  readonly unpricedModels: readonly string[];
  /** What is billed when a request names no model; without one, a model must be named. */
  readonly defaultModel?: string;
  readonly accepts: AcceptedValues;
  /** Fields of other image APIs that are refused by name. */
  readonly refusedFields: readonly string[];
  /** Routes beyond generations; without one, it is an unknown route. */
  readonly has: {
    readonly edits: boolean;
    readonly deferred: boolean;
    readonly files: boolean;
    readonly batches: boolean;
    readonly imageModels: boolean;
    /** Which shape `/models` has. */
    readonly models: 'xai' | 'openai' | 'none';
  };
  /** What an answer says beside the images themselves. */
  readonly answer: {
    readonly created: boolean;
    readonly usage: boolean;
    readonly model: boolean;
    readonly mimeType: boolean;
    readonly revisedPrompt: boolean;
  };
}

/** xAI itself (docs.x.ai, 2026). */
export const xaiProfile: XaiProfile = {
  name: 'xai',
  hosts: { api: 'https://api.x.ai', content: 'https://imgen.x.ai', files: 'https://files-cdn.x.ai' },
  basePath: '/v1',
  apiKey: 'xai-emulator-0123456789abcdefghijklmnopqrstuvwxyz',
  keyPrefix: 'xai-',
  checksKeyFirst: false,
  limitsRate: true,
  errors: xaiErrors,
  headers: { 'x-zero-data-retention': 'false' },
  models: xaiModels,
  unpricedModels: [],
  defaultModel: 'grok-imagine-image',
  accepts: { aspectRatios, resolutions },
  refusedFields: ['size', 'style'],
  has: { edits: true, deferred: true, files: true, batches: true, imageModels: true, models: 'xai' },
  answer: { created: false, usage: true, model: true, mimeType: true, revisedPrompt: true },
};
