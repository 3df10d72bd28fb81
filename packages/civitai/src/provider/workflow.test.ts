import type { ImageModelV1, ImageModelV2, ImageModelV3, ImageModelV4 } from '@grok-image/core';
import { WORKFLOW_DESERIALIZE, WORKFLOW_SERIALIZE } from '@workflow/serde';
import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as v4 from '../index.ts';
import { call } from '../test/call.ts';
import * as v1 from '../v1.ts';
import * as v2 from '../v2.ts';
import * as v3 from '../v3.ts';

/** The static methods of a class that a workflow can take apart, as its runtime finds them. */
interface Serializer {
  [WORKFLOW_SERIALIZE](value: object): unknown;
  [WORKFLOW_DESERIALIZE](data: unknown): unknown;
}

function isSerializer(value: unknown): value is Serializer {
  return typeof value === 'function' && WORKFLOW_SERIALIZE in value && WORKFLOW_DESERIALIZE in value;
}

/** A model after it has crossed the border of a step. */
function cross<MODEL extends object>(model: MODEL): MODEL {
  const { constructor: serializer } = model;
  if (!isSerializer(serializer)) throw new TypeError('A workflow cannot take it apart.');
  const text = JSON.stringify(serializer[WORKFLOW_SERIALIZE](model));
  const revived = serializer[WORKFLOW_DESERIALIZE](JSON.parse(text));
  if (!isLike(revived, model)) throw new TypeError('It is another thing.');
  return revived;
}

function isLike<MODEL extends object>(value: unknown, model: MODEL): value is MODEL {
  return typeof value === 'object' && value !== null && value.constructor === model.constructor;
}

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain' });
});
beforeEach(() => {
  vi.stubEnv('CIVITAI_API_KEY', emulator.civitai.apiKey);
});
afterAll(() => emulator.close());

describe('a model that crosses the border of a workflow', () => {
  it.each([
    ['v4', v4],
    ['v3', v3],
    ['v2', v2],
    ['v1', v1],
  ] as const)('makes images on the other side, as %s', async (version, { createCivitai }) => {
    const { baseURL } = emulator.civitai;
    const model = cross<ImageModelV1 | ImageModelV2 | ImageModelV3 | ImageModelV4>(
      createCivitai({ baseURL, timeout: 9000 }).image('grok-imagine-image'),
    );

    expect(model.specificationVersion).toBe(version);
    expect((await model.doGenerate(call)).images).toHaveLength(1);
  });

  it.each([
    [{ apiKey: 'civ-secret' }, 'its apiKey is not that of CIVITAI_API_KEY or CIVITAI_API_TOKEN'],
    [{ headers: { 'x-key': 'secret' } }, 'its setting headers may hold secrets'],
    [{ rateLimit: { perSecond: 5 } }, 'its setting rateLimit counts the requests of one process'],
  ])('does not with %j', (settings, reason) => {
    const model = v4.createCivitai(settings).image('grok-imagine-image');
    expect(() => cross(model)).toThrow(reason);
  });
});
