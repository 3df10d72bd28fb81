import { xaiModels } from './xai-models.ts';
import type { XaiModelRules } from './models.ts';
import type { XaiPriceTable } from './prices.ts';

/** How images can travel: by their addresses, or as base64 inside the answer. */
export const responseFormats = ['url', 'b64_json'] as const;
export type ResponseFormat = (typeof responseFormats)[number];

/** Options that a service need not have. */
export const gatewayOptions = ['deferred', 'jobId', 'fileIds', 'storage', 'uploadUrls'] as const;

/** APIs that a service need not have, by the names under which a provider offers them. */
export const gatewayApis = ['files', 'batch'] as const;

/**
 * A service that speaks xAI's image wire format: xAI itself, or an OpenAI-style gateway that forwards it. Everything
 * in which they differ is data.
 *
 * @example
 * const gateway: XaiGatewayProfile = {
 *   name: 'Example Gateway',
 *   baseURL: 'https://gateway.example/v1',
 *   apiKeyVariables: ['EXAMPLE_API_KEY'],
 *   maxImagesPerRequest: 4,
 *   prices: { asOf: '2026-11-20', models: { 'grok-imagine-image': { outputUsd: { flat: { '1k': 0.03 } } } } },
 * };
 */
export interface XaiGatewayProfile {
  /** Name in messages, e.g. `'xAI'`. */
  readonly name: string;
  /** Address up to and including the version, e.g. `https://api.x.ai/v1`. */
  readonly baseURL: string;
  /** Environment variable that may hold another address; read when a request is made. */
  readonly baseURLVariable?: string | undefined;
  /** Environment variables that may hold the key, first found wins. */
  readonly apiKeyVariables: readonly string[];
  /** Most images one request may ask for, default 10; a larger `n` is split. */
  readonly maxImagesPerRequest?: number | undefined;
  /** Most source images an edit may have; default 0, no edits. */
  readonly maxSources?: number | undefined;
  /** What a caller can check after a request whose outcome is unknown, a whole sentence; default the usage log. */
  readonly advice?: string | undefined;
  /** Options it has, default none: the others are refused before anything is sent. */
  readonly offers?: readonly (typeof gatewayOptions)[number][] | undefined;
  /** APIs it has beside images, default none: `grok.files` and `grok.batch` are refused without them, by name. */
  readonly apis?: readonly (typeof gatewayApis)[number][] | undefined;
  /** Whether it takes a label of the end user, default `false`: it is then left out with a warning. */
  readonly hasUser?: boolean | undefined;
  /** How it reliably returns images, default both. For another one the first is asked, with a warning. */
  readonly responseFormats?: readonly ResponseFormat[] | undefined;
  /** Rules by model id. */
  readonly models?: Readonly<Record<string, XaiModelRules>> | undefined;
  /** Rules of every other id; by default what holds for that id at xAI. */
  readonly otherModels?: XaiModelRules | undefined;
  /** What it charges; without it there are no estimates. */
  readonly prices?: XaiPriceTable | undefined;
  /** Origins of its images that are no https or in a private network, e.g. `['http://minio.internal:9000']`. */
  readonly imageOrigins?: readonly string[] | undefined;
  /** Where it lists its models, if it does. */
  readonly catalogue?: '/image-generation-models' | '/models' | undefined;
}

/** What is known of a model id at a service; an unknown one gets the most permissive rules. */
export function rulesOf({ models, otherModels }: XaiGatewayProfile, modelId: string): XaiModelRules {
  const listed = entryOf(models, modelId) ?? otherModels;
  if (listed) return listed;
  // A gateway forwards xAI's models, but which ids xAI has retired says nothing about the gateway's.
  const known = entryOf(xaiModels, modelId);
  return { ratios: known?.ratios, hasQuality: known?.hasQuality };
}

/** Most images one request may ask for. */
export function maxImagesOf(profile: XaiGatewayProfile, modelId: string): number {
  return rulesOf(profile, modelId).maxImagesPerRequest ?? profile.maxImagesPerRequest ?? 10;
}

/** An entry of a table by id, safe from names such as `constructor`. */
export function entryOf<T>(table: Readonly<Record<string, T>> | undefined, id: string): T | undefined {
  return table && Object.hasOwn(table, id) ? table[id] : undefined;
}
