import { createCivitai as createCivitaiV4 } from '@grok-image/civitai';
import { createCivitai as createCivitaiV1 } from '@grok-image/civitai/v1';
import { createCivitai as createCivitaiV2 } from '@grok-image/civitai/v2';
import { createCivitai as createCivitaiV3 } from '@grok-image/civitai/v3';
import type { BackendName } from '@grok-image/emulator';
import { createGrok as createGrokV4 } from '@grok-image/xai';
import { createGrok as createGrokV1 } from '@grok-image/xai/v1';
import { createGrok as createGrokV2 } from '@grok-image/xai/v2';
import { createGrok as createGrokV3 } from '@grok-image/xai/v3';
import { createXai } from '@ai-sdk/xai';
import type { Version } from '../../contract/harness/ai-sdk.ts';
import type { Family } from './row.ts';

/** What a provider gets for one cell. */
export interface ModelSettings {
  readonly baseURL: string;
  readonly apiKey: string;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds. */
  readonly timeout: number;
  /** Called with the id of a job once it is known. */
  readonly onJob: (id: string) => void;
}

/** One way to make images. */
export interface Backend {
  readonly name: string;
  readonly family: Family;
  readonly emulator: BackendName;
  /** Key in `providerOptions`. */
  readonly key: 'xai' | 'civitai';
  readonly options: object;
  readonly isOurs: boolean;
  /** More options for faults at a poll, where polls are not usual. */
  readonly pollingOptions?: object;
  createModel(version: Version, settings: ModelSettings): object;
}

const modelId = 'grok-imagine-image';
const createGrok = { v1: createGrokV1, v2: createGrokV2, v3: createGrokV3, v4: createGrokV4 };
const createCivitai = { v1: createCivitaiV1, v2: createCivitaiV2, v3: createCivitaiV3, v4: createCivitaiV4 };

const xai = { emulator: 'xai', key: 'xai', isOurs: true, createModel: grokModel() } as const;

/** Ours. */
export const backends: readonly Backend[] = [
  { ...xai, name: 'xai sync url', family: 'url', options: {} },
  { ...xai, name: 'xai sync b64', family: 'b64', options: { responseFormat: 'b64_json' } },
  { ...xai, name: 'xai deferred', family: 'deferred', options: { deferred: true } },
  {
    name: 'crazyrouter',
    family: 'url',
    isOurs: true,
    emulator: 'crazyrouter',
    key: 'xai',
    options: {},
    createModel: grokModel('crazyrouter'),
  },
  {
    name: 'civitai',
    family: 'civitai',
    isOurs: true,
    emulator: 'civitai',
    key: 'civitai',
    options: {},
    // The submit is not held until the end, so that there is something to look at.
    pollingOptions: { wait: 0 },
    // An aborted workflow is cancelled and paid back, so that there is no job to tell of.
    createModel: (version, { baseURL, apiKey, fetch, timeout }) =>
      createCivitai[version]({ baseURL, apiKey, fetch, timeout }).image(modelId),
  },
];

/**
 * `@ai-sdk/xai`. It asks for base64 always; Crazyrouter is known to answer addresses all the same, and that is the one
 * way in which it comes to download an image.
 */
export const peers: readonly Backend[] = [
  { ...xai, name: 'xai sync b64', family: 'b64', isOurs: false, options: {}, createModel: peerModel(false) },
  {
    name: 'crazyrouter',
    family: 'url',
    isOurs: false,
    emulator: 'crazyrouter',
    key: 'xai',
    options: {},
    createModel: peerModel(true),
  },
];

function grokModel(gateway?: 'crazyrouter'): Backend['createModel'] {
  return (version, { onJob, ...settings }) =>
    createGrok[version]({
      ...settings,
      ...(gateway && { gateway }),
      onProgress: ({ jobId }) => void (jobId !== undefined && onJob(jobId)),
    }).image(modelId);
}

function peerModel(answersUrls: boolean): Backend['createModel'] {
  return (_version, { baseURL, apiKey, fetch }) =>
    createXai({ baseURL, apiKey, fetch: answersUrls ? askForUrls(fetch) : fetch }).image(modelId);
}

function askForUrls(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    const { body } = init ?? {};
    const changed = typeof body === 'string' ? body.replace('"b64_json"', '"url"') : body;
    return fetch(input, { ...init, ...(changed !== undefined && { body: changed }) });
  };
}
