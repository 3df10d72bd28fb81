import { readFileSync } from 'node:fs';
import { createCivitai as createCivitaiV4, imageMetadata, requestMetadata } from '@grok-image/civitai';
import { createCivitai as createCivitaiV1 } from '@grok-image/civitai/v1';
import { createCivitai as createCivitaiV2 } from '@grok-image/civitai/v2';
import { createCivitai as createCivitaiV3 } from '@grok-image/civitai/v3';
import type { BackendUnderTest, WireFormat } from '../harness/backend-under-test.ts';
import { fieldOf } from '../harness/field-of.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('../schemas/civitai-grok.schema.json', import.meta.url), 'utf8'),
);

const workflows = '/v2/consumer/workflows';

const wire: WireFormat = {
  schema,
  requestDefinition({ method, path }) {
    if (method === 'POST' && path === workflows) return 'SubmitChainedWorkflowRequest';
    return method === 'PUT' ? 'UpdateWorkflowRequest' : undefined;
  },
  answerDefinition({ method, path, status }) {
    // Gateways answer 5xx with pages of their own.
    if (status >= 500 || !path.startsWith(workflows)) return undefined;
    if (status >= 400) return 'ErrorBody';
    const isList = method === 'GET' && path === workflows;
    return isList ? 'QueryWorkflowsResponse' : 'Workflow';
  },
};

export const civitai: BackendUnderTest = {
  name: 'civitai',
  emulator: 'civitai',
  key: 'civitai',
  modelId: 'grok-imagine-image',
  served: { modelId: 'grok', by: 'grok-imagine-image-2.0' },
  foreignModelId: 'midjourney-7',
  createProvider: { v1: createCivitaiV1, v2: createCivitaiV2, v3: createCivitaiV3, v4: createCivitaiV4 },
  imageMetadata,
  requestMetadata,
  apiKeyVariable: 'CIVITAI_API_KEY',
  splits: [
    { n: 10, requests: [10] },
    { n: 25, requests: [25] },
  ],
  submit: 'idempotent',
  imagesAsked: body =>
    inputsOf(body).reduce<number>((sum, input) => sum + Number(fieldOf(input, 'quantity') ?? 0), 0),
  sourcesSent: body => inputsOf(body).flatMap(input => textsOf(fieldOf(input, 'images'))),
  costField: 'costBuzz',
  errorCost: buzz => ({ buzz }),
  pricePerImage: 26,
  pollingOptions: { wait: 0 },
  lostJob: 'GenerationTimeoutError',
  idField: 'workflowId',
  revision: { providerOptions: { enhancePrompt: true }, isPerImage: false },
  refusals: [
    { name: 'a blocked step', fault: { moderate: 'fail' }, isBilled: false },
    { name: 'blocked images', fault: { moderate: 'flag' }, isBilled: true },
  ],
  refuseOne: { fault: { moderate: 'flag', items: [1] }, warning: /^1 image .* is missing: moderated/ },
  emptyAnswer: { moderate: 'empty' },
  maxSources: 3,
  editsWithoutPrompt: false,
  misspeltOption: { given: 'outputFromat', suggested: 'outputFormat' },
  wire,
};

function inputsOf(body: unknown): readonly unknown[] {
  const steps = fieldOf(body, 'steps');
  return Array.isArray(steps) ? steps.map(step => fieldOf(step, 'input')) : [];
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
