import { SerializationError } from '@ai-sdk/provider-utils';
import type { ImageModelV1, ImageModelV2, ImageModelV3 } from '@grok-image/core';
import { WORKFLOW_DESERIALIZE, WORKFLOW_SERIALIZE } from '@workflow/serde';
import { generateImage } from 'ai';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { XaiProviderSettings } from '../index.ts';
import * as v4 from '../index.ts';
import { call } from '../test/call.ts';
import { useEmulator } from '../test/emulator.ts';
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

function serializerOf(value: object): Serializer {
  if (isSerializer(value.constructor)) return value.constructor;
  throw new TypeError('A workflow cannot take it apart.');
}

/** A model after it has crossed the border of a step, and what crossed it. */
function cross<MODEL extends object>(model: MODEL): { model: MODEL; text: string } {
  const serializer = serializerOf(model);
  const text = JSON.stringify(serializer[WORKFLOW_SERIALIZE](model));
  const revived = serializer[WORKFLOW_DESERIALIZE](JSON.parse(text));
  if (!isLike(revived, model)) throw new TypeError('It is another thing.');
  return { model: revived, text };
}

function isLike<MODEL extends object>(value: unknown, model: MODEL): value is MODEL {
  return typeof value === 'object' && value !== null && value.constructor === model.constructor;
}

const { emulator } = await useEmulator();
const settings: XaiProviderSettings = { baseURL: emulator.xai.baseURL };

beforeEach(() => {
  vi.stubEnv('XAI_API_KEY', emulator.xai.apiKey);
});

describe('a model that crosses the border of a workflow', () => {
  it('makes images on the other side, in AI SDK 7', async () => {
    const { model, text } = cross(v4.createGrok({ ...settings, timeout: 9000 }).image('grok-imagine-image'));

    const { images } = await generateImage({ model, prompt: 'A cat in a tree' });

    expect(images).toHaveLength(1);
    expect(JSON.parse(text)).toEqual({
      modelId: 'grok-imagine-image',
      settings: { baseURL: emulator.xai.baseURL, timeout: 9000 },
    });
  });

  it.each([
    ['v3', v3],
    ['v2', v2],
    ['v1', v1],
  ] as const)('keeps its version: %s', async (version, { createGrok }) => {
    const { model } = cross<ImageModelV1 | ImageModelV2 | ImageModelV3>(
      createGrok(settings).image('grok-imagine-image'),
    );

    expect(model.specificationVersion).toBe(version);
    expect((await model.doGenerate(call)).images).toHaveLength(1);
  });

  it('leaves behind what it ignores', () => {
    const { text } = cross(v4.createGrok({ ...settings, webSocket: WebSocket }).image('grok-imagine-image'));

    expect(text).not.toContain('webSocket');
  });

  it('can cross it again, behind a proxy too', () => {
    const model = v4.createGrok(settings).image('grok-imagine-image');
    const twice = cross(cross(new Proxy(model, {})).model);

    expect(twice.model).toMatchObject({ modelId: 'grok-imagine-image', specificationVersion: 'v4' });
  });

  it('takes gateways along, by name and as data', () => {
    const gateway = { name: 'Example', baseURL: 'https://gateway.example/v1', apiKeyVariables: ['KEY'] };
    const byName = cross(v4.createGrok({ gateway: 'crazyrouter' }).image('grok-4-image'));
    const described = cross(v4.createGrok({ gateway: { ...gateway, advice: 'Look.' } }).image('m'));

    expect(byName.text).toBe('{"modelId":"grok-4-image","settings":{"gateway":"crazyrouter"}}');
    expect(described.text).toContain('"baseURL":"https://gateway.example/v1"');
  });

  it('leaves its key behind, as the same one is in the environment of the other side', () => {
    const { text } = cross(v4.createGrok(emulator.xai).image('grok-imagine-image'));

    expect(text).not.toContain(emulator.xai.apiKey);
  });

  it.each<[reason: string, settings: XaiProviderSettings]>([
    ['its apiKey is not that of XAI_API_KEY, and a key never goes along', { apiKey: 'xai-secret' }],
    ['its setting headers may hold secrets', { headers: { 'x-key': 'secret' } }],
    [
      'its setting rateLimit counts the requests of one process, and each side of the border would count by itself',
      { rateLimit: 'xai' },
    ],
    ['its setting fetch is no plain data', { fetch: globalThis.fetch }],
    ['its setting onProgress is no plain data', { onProgress: () => {} }],
  ])('does not when %s', (reason, unfit) => {
    const model = v4.createGrok(unfit).image('grok-imagine-image');

    const crossing = () => cross(model);

    expect(crossing).toThrow(SerializationError);
    expect(crossing).toThrow(
      `Failed to take the model grok-imagine-image over the border of a workflow: ${reason}. Make the model inside the step`,
    );
    expect(crossing).not.toThrow(/secret[^s]/);
  });

  it('does not without a key in the environment that is its own', () => {
    vi.stubEnv('XAI_API_KEY', undefined);

    expect(() => cross(v4.createGrok(emulator.xai).image('grok-imagine-image'))).toThrow('its apiKey is not');
  });

  it('shows nothing of what takes it apart', () => {
    const model = v4.createGrok(settings).image('grok-imagine-image');

    expect(Object.keys(model)).not.toContain('constructor');
    expect(Object.isFrozen(model)).toBe(true);
  });
});
