import { SerializationError } from '@ai-sdk/provider-utils';
import { loadApiKey } from '@grok-image/core';
import type { XaiGatewayProfile } from '../gateways/profile.ts';
import type { XaiService } from '../service/send.ts';
import type { XaiProviderSettings } from '../service/settings.ts';

/** What crosses the border of a workflow in place of a model: plain data, and never a key. */
export interface SerializedModel {
  readonly modelId: string;
  readonly settings: Omit<XaiProviderSettings, 'apiKey' | 'headers' | 'fetch' | 'onProgress'>;
}

const serialize: unique symbol = Symbol('serialize');

/** What models are instances of. All that they do is their own, so that it works behind any proxy. */
export class WorkflowModel {
  get [Symbol.toStringTag](): string {
    return 'GrokImageModel';
  }
}

/**
 * What a model inherits from: its class, on which Vercel Workflow looks for static methods, and what these need.
 *
 * @param modelClass - a class of the provider's own file, as the compiler of Vercel Workflow registers it there
 */
export function workflowPrototype(
  { prototype }: typeof WorkflowModel,
  modelId: string,
  service: XaiService,
): object {
  return Object.create(prototype, { [serialize]: { value: () => toData(modelId, service) } });
}

/**
 * Takes a model apart.
 *
 * @throws SerializationError for what is no plain data, or may be a secret
 */
export function serializeModel(model: object): SerializedModel {
  if (isSerializable(model)) return model[serialize]();
  throw new SerializationError({ message: 'Failed to serialize a model: it was not made by this provider.' });
}

function isSerializable(model: object): model is { [serialize]: () => SerializedModel } {
  return serialize in model;
}

function toData(modelId: string, { profile, settings }: XaiService): SerializedModel {
  const { apiKey, ...rest } = settings;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const unfit = given.find(
    ([name, value]) => name === 'headers' || isCount(name, value) || hasFunction(value),
  );
  const reason =
    apiKey !== undefined && !isInEnvironment(apiKey, profile)
      ? `its apiKey is not that of ${profile.apiKeyVariables.join(' or ')}, and a key never goes along`
      : unfit && `its setting ${unfit[0]} ${reasons[unfit[0]] ?? 'is no plain data'}`;
  if (reason === undefined) return { modelId, settings: Object.fromEntries(given) };
  throw new SerializationError({
    message: `Failed to take the model ${modelId} over the border of a workflow: ${reason}. Make the model inside the step that uses it, or leave the setting out.`,
  });
}

const reasons: Readonly<Record<string, string>> = {
  headers: 'may hold secrets',
  rateLimit: 'counts the requests of one process, and each side of the border would count by itself',
};

/** A limit that is kept from the start; what waits for a 429 does so on each side. */
function isCount(name: string, value: unknown): boolean {
  return name === 'rateLimit' && value !== 'auto' && value !== false;
}

function hasFunction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'function';
  return Object.values(value).some(hasFunction);
}

/** Then it is found there on the other side, too. */
function isInEnvironment(
  apiKey: string,
  { apiKeyVariables: variables, name: service }: XaiGatewayProfile,
): boolean {
  try {
    return loadApiKey({ apiKey: undefined, variables, service }) === apiKey.trim();
  } catch {
    return false;
  }
}
