import { SerializationError } from '@ai-sdk/provider-utils';
import { loadApiKey } from '../settings/api-key.ts';

/** What crosses the border of a workflow in place of a model: plain data, and never a key. */
export interface SerializedModel<SETTINGS> {
  readonly modelId: string;
  readonly settings: Omit<SETTINGS, 'apiKey' | 'headers' | 'fetch' | 'onProgress'>;
}

/** What is known of a model that may cross it. */
export interface WorkflowOrigin {
  readonly modelId: string;
  /** Settings of its provider, those that are its own among them. */
  readonly settings: object;
  /** Name of the service, and the environment variables that may hold its key. */
  readonly service: string;
  readonly variables: readonly string[];
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
export function workflowPrototype({ prototype }: typeof WorkflowModel, origin: WorkflowOrigin): object {
  return Object.create(prototype, { [serialize]: { value: () => toData(origin) } });
}

/**
 * Takes a model apart.
 *
 * @throws SerializationError for what is no plain data, or may be a secret
 */
export function serializeModel<SETTINGS>(model: object): SerializedModel<SETTINGS> {
  if (isSerializable<SETTINGS>(model)) return model[serialize]();
  throw new SerializationError({ message: 'Failed to serialize a model: it was not made by this provider.' });
}

function isSerializable<SETTINGS>(model: object): model is { [serialize]: () => SerializedModel<SETTINGS> } {
  return serialize in model;
}

function toData({ modelId, settings, service, variables }: WorkflowOrigin): object {
  const given = Object.entries(settings).filter(([name, value]) => name !== 'apiKey' && value !== undefined);
  const apiKey: unknown = Reflect.get(settings, 'apiKey');
  const unfit = given.find(
    ([name, value]) => name === 'headers' || isCount(name, value) || hasFunction(value),
  );
  const reason =
    typeof apiKey === 'string' && !isInEnvironment(apiKey, service, variables)
      ? `its apiKey is not that of ${variables.join(' or ')}, and a key never goes along`
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
function isInEnvironment(apiKey: string, service: string, variables: readonly string[]): boolean {
  try {
    return loadApiKey({ apiKey: undefined, variables, service }) === apiKey.trim();
  } catch {
    return false;
  }
}
