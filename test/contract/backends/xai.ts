import { readFileSync } from 'node:fs';
import { imageMetadata, requestMetadata, createGrok as createGrokV4 } from '@grok-image/xai';
import { createGrok as createGrokV1 } from '@grok-image/xai/v1';
import { createGrok as createGrokV2 } from '@grok-image/xai/v2';
import { createGrok as createGrokV3 } from '@grok-image/xai/v3';
import type { BackendUnderTest, WireFormat } from '../harness/backend-under-test.ts';
import { fieldOf } from '../harness/field-of.ts';

const ticksPerUsd = 10_000_000_000;

const schema: object = JSON.parse(
  readFileSync(new URL('../schemas/xai-images.schema.json', import.meta.url), 'utf8'),
);

const wire: WireFormat = {
  schema,
  requestDefinition({ method, path }) {
    if (method !== 'POST') return undefined;
    return path.endsWith('/images/edits') ? 'EditImageRequest' : 'GenerateImageRequest';
  },
  answerDefinition({ method, path, status, body }) {
    if (status >= 400) return 'ErrorBody';
    if (!path.startsWith('/v1/images/')) return undefined;
    // A pending job may answer anything.
    if (method === 'GET') return status === 202 ? undefined : 'GetDeferredImageResponse';
    return fieldOf(body, 'request_id') === undefined ? 'GeneratedImageResponse' : 'DeferredStart';
  },
};

export const xai: BackendUnderTest = {
  name: 'xai',
  emulator: 'xai',
  key: 'xai',
  modelId: 'grok-imagine-image',
  served: { modelId: 'grok-imagine-image-pro', by: 'grok-imagine-image-2.0' },
  deprecatedModelId: 'grok-imagine-image-pro',
  createProvider: { v1: createGrokV1, v2: createGrokV2, v3: createGrokV3, v4: createGrokV4 },
  imageMetadata,
  requestMetadata,
  apiKeyVariable: 'XAI_API_KEY',
  splits: [
    { n: 10, requests: [10] },
    { n: 25, requests: [10, 10, 5] },
  ],
  submit: 'billable',
  imagesAsked: body => Number(fieldOf(body, 'n')),
  sourcesSent: body => [fieldOf(body, 'image') ?? [], fieldOf(body, 'images') ?? []].flat().map(urlOf),
  costField: 'costTicks',
  errorCost: ticks => ({ usd: ticks / ticksPerUsd }),
  pricePerImage: 200_000_000,
  pollingOptions: { deferred: true, pollIntervalMs: 1 },
  lostJob: 'GenerationTimeoutError',
  idField: 'requestId',
  revision: { providerOptions: {}, isPerImage: true },
  refusals: [
    { name: 'HTTP 400', fault: { moderate: 'refuse' }, isBilled: true },
    { name: 'HTTP 400 with the older code', fault: { moderate: 'fail' }, isBilled: true },
    { name: 'flagged images', fault: { moderate: 'flag' }, isBilled: true },
    { name: 'an empty list', fault: { moderate: 'empty' }, isBilled: true },
    {
      name: 'a failed job',
      fault: { moderate: 'refuse' },
      isBilled: true,
      providerOptions: { deferred: true, pollIntervalMs: 1 },
    },
  ],
  refuseOne: { fault: { moderate: 'flag', items: [1] }, warning: /^Of 4 images, 1 refused/ },
  emptyAnswer: { moderate: 'empty' },
  meteredAnswer: {
    fault: {
      on: 'submit',
      edit: body => ({
        data: fieldOf(body, 'data'),
        usage: { cost_in_usd_ticks: 200_000_000, input_tokens: 7, output_tokens: 11, total_tokens: 18 },
      }),
    },
    usage: { inputTokens: 7, outputTokens: 11, totalTokens: 18 },
  },
  maxSources: 5,
  editsWithoutPrompt: false,
  misspeltOption: { given: 'resolutoin', suggested: 'resolution' },
  wire,
};

function urlOf(source: unknown): string {
  return String(fieldOf(source, 'url'));
}
