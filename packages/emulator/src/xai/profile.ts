import type { BackendName } from '../world/names.ts';
import { type AcceptedValues, aspectRatios, resolutions } from './body.ts';
import { type ErrorDialect, xaiErrors } from './errors.ts';
import { type ImageModelRow, xaiModels } from './models.ts';

/** How one service that speaks xAI's wire format differs from the others. A gateway is an entry of this type. */
export interface XaiProfile {
  readonly name: BackendName;
  readonly hosts: { readonly api: string; readonly content?: string; readonly files?: string };
  /** A key that is accepted. */
  readonly apiKey: string;
  /** What every accepted key starts with. */
  readonly keyPrefix: string;
  /**
   * A gateway forwards generations to xAI, and nothing else: it checks the key before the body, limits nobody, drops
   * what it does not know, and says when an answer was made instead of what it cost.
   */
  readonly isGateway: boolean;
  readonly errors: ErrorDialect;
  /** Headers of every answer, beside the request id. */
  readonly headers: Readonly<Record<string, string>>;
  readonly models: readonly ImageModelRow[];
  /** Which shape `/models` has; without one, it is an unknown route. */
  readonly modelList: 'xai' | 'openai' | 'none';
  /** Models that are there but have no price. */
  readonly unpricedModels: readonly string[];
  /** What is billed when a request names no model; without one, a model must be named. */
  readonly defaultModel?: string;
  readonly accepts: AcceptedValues;
  /** Fields of other image APIs that are refused by name. */
  readonly refusedFields: readonly string[];
  readonly showsMimeType: boolean;
  readonly showsRevisedPrompt: boolean;
}

/** Path of every service's base URL below its API origin. */
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
  modelList: 'xai',
  unpricedModels: [],
  defaultModel: 'grok-imagine-image',
  accepts: { aspectRatios, resolutions },
  refusedFields: ['size', 'style'],
  showsMimeType: true,
  showsRevisedPrompt: true,
};
