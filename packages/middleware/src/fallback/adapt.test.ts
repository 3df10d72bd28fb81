import { createCivitai } from '@grok-image/civitai';
import { createCivitai as createCivitaiV2 } from '@grok-image/civitai/v2';
import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';
import { createGrok as createGrokV2 } from '@grok-image/xai/v2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ImageModelLike, ImageParams } from '../stack/model.ts';
import { call, errorOf } from '../test/service.ts';
import { adaptCall } from './adapt.ts';
import { fallbackModel } from './index.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain' });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const id = 'grok-imagine-image';
const grok = () => createGrok(emulator.xai).image(id);
const civitai = () => createCivitai(emulator.civitai).image(id);
/** xAI turns the call away, so that Civitai is asked. */
const build = () => {
  emulator.script({ backend: 'xai', status: 429, times: Infinity });
  return fallbackModel([grok(), civitai()]);
};
const peer = (provider: string, changes: Partial<ImageModelLike> = {}): ImageModelLike => ({
  specificationVersion: 'v4',
  provider,
  modelId: 'picture',
  doGenerate: async () => ({ images: [] }),
  ...changes,
});
const picture = { type: 'file' as const, mediaType: 'image/png', data: Uint8Array.of(1, 2, 3) };

/** Why a model is sent nothing; `undefined` where it is asked. */
function whyNot(model: ImageModelLike, others: readonly ImageModelLike[], changes: Partial<ImageParams>) {
  const adapted = adaptCall({ ...call, ...changes }, model, [model, ...others]);
  return 'skipped' in adapted ? adapted.skipped : undefined;
}

describe('options', () => {
  test('of a provider reach its models alone, and those of nobody here reach all', async () => {
    const providerOptions = {
      xai: { resolution: '2k' },
      civitai: { tags: ['cat'] },
      grokImage: { key: 'order-17' },
      somebody: { style: 'ink' },
    };
    const models = [grok(), civitai(), peer('black-forest-labs.image')];
    const keys = models.map(model => {
      const adapted = adaptCall({ ...call, providerOptions }, model, models);
      return 'params' in adapted ? Object.keys(adapted.params.providerOptions) : adapted;
    });
    expect(keys).toEqual([
      ['xai', 'grokImage', 'somebody'],
      ['civitai', 'grokImage', 'somebody'],
      ['grokImage', 'somebody'],
    ]);
  });

  test('stand under either spelling of a name, and under one that two models share', () => {
    const models = [peer('black-forest-labs.image'), peer('black-forest-labs.image'), peer('fal.image')];
    const providerOptions = { blackForestLabs: { width: 512 }, 'black-forest-labs': {}, fal: {} };
    const adapted = models.map(model => adaptCall({ ...call, providerOptions }, model, models));
    expect(adapted).toMatchObject([
      { params: { providerOptions: { blackForestLabs: { width: 512 }, 'black-forest-labs': {} } } },
      { params: { providerOptions: { blackForestLabs: { width: 512 } } } },
      { params: { providerOptions: { fal: {} } } },
    ]);
  });

  test.each([
    ['jobId', { jobId: 'job-1' }, 'providerOptions.xai.jobId collects'],
    ['images', { images: ['https://images.test/1.png'] }, 'nothing of providerOptions.xai.images'],
  ])('with %s keep the call from models that would make another picture', (_, xai, reason) => {
    const providerOptions = { xai };
    expect(whyNot(civitai(), [grok()], { providerOptions })).toContain(reason);
    expect(whyNot(grok(), [civitai()], { providerOptions })).toBeUndefined();
  });

  test('with sources for each model keep it from none', () => {
    const images = ['https://images.test/1.png'];
    const providerOptions = { xai: { images }, civitai: { images } };
    expect(whyNot(civitai(), [grok()], { providerOptions })).toBeUndefined();
  });
});

describe('source images', () => {
  test('are sent to a model that takes them, and to no other', async () => {
    const maker = peer('maker.image', { doGenerate: async () => Promise.reject(new RangeError('Asked.')) });
    const blind = { ...maker, supportsFileInputs: false };
    const files = [await catFrom(emulator)];
    emulator.script({ backend: 'xai', status: 429 });
    await fallbackModel<ImageModelLike>([grok(), blind, civitai()]).doGenerate({ ...call, files });

    expect(emulator.ledger).toMatchObject([{ backend: 'civitai', operation: 'edit' }]);
  });

  test.each([
    ['of an older AI SDK', peer('old.image', { specificationVersion: 'v2' }), 'takes no source images'],
    ['that takes three', 'civitai', 'takes 3 source images, and the call has 4'],
  ] as const)('are not sent to a model %s', (_, model, reason) => {
    const asked = model === 'civitai' ? civitai() : model;
    expect(whyNot(asked, [], { files: [picture, picture, picture, picture] })).toContain(reason);
  });

  test('are not sent without their mask', () => {
    const supportsMask = peer('mask.image');
    expect(whyNot(grok(), [], { files: [picture], mask: picture })).toBe('it takes no mask.');
    expect(whyNot(supportsMask, [], { files: [picture], mask: picture })).toBeUndefined();
  });

  test('that no model takes end the call before anything is sent, with every reason', async () => {
    const create = [createGrokV2(emulator.xai), createCivitaiV2(emulator.civitai)] as const;
    const model = fallbackModel<ImageModelLike>(create.map(provider => provider.image(id)));
    const error = await errorOf(model.doGenerate({ ...call, files: [picture] }));

    expect(error).toMatchObject({ isRetryable: false, errors: [], tried: [{}, { class: 'skipped' }] });
    expect(error.message).toMatch(/xai\.image.*takes no source.*civitai\.image.*Nothing was started/);
    expect(emulator.requests).toEqual([]);
  });
});

describe('the shape', () => {
  test('is the nearest one that a model has, with a warning that names both', async () => {
    const { warnings } = await build().doGenerate({ ...call, aspectRatio: '21:9' });
    expect(warnings).toContainEqual(
      expect.objectContaining({ feature: 'aspectRatio', details: expect.stringMatching(/21:9.*20:9/) }),
    );
    expect(emulator.ledger).toMatchObject([{ backend: 'civitai' }]);
  });

  test('of a size is mapped to ratio, too', async () => {
    const { warnings } = await build().doGenerate({ ...call, size: '1024x768' });
    expect(warnings).toContainEqual(
      expect.objectContaining({ feature: 'size', details: expect.stringMatching(/1024x768.*4:3/) }),
    );
  });

  test('keeps the call from a model that has none within 20 %', async () => {
    const any = peer('any.image', { doGenerate: async () => ({ images: ['AAAA'] }) });
    const model = fallbackModel<ImageModelLike>([grok(), any]);
    const result = await model.doGenerate({ ...call, aspectRatio: '4:1' });

    expect(emulator.requests).toEqual([]);
    expect(result).toMatchObject({
      providerMetadata: {
        grokImage: {
          images: [
            {
              servedBy: 'any.image:picture',
              tried: [{ class: 'skipped', reason: expect.stringContaining('within 20 %') }],
            },
          ],
        },
      },
    });
  });

  test('is what the caller makes of it for one model, which is said', async () => {
    const models = [grok(), peer('sizes.image')];
    const [first, second] = models.map(model =>
      adaptCall({ ...call, aspectRatio: '3:2' }, model, models, (_, { provider }) =>
        provider === 'sizes.image' ? { aspectRatio: undefined, size: '1536x1024' } : undefined,
      ),
    );
    expect(first).toMatchObject({ params: { aspectRatio: '3:2', size: undefined }, warnings: [] });
    expect(second).toMatchObject({
      params: { aspectRatio: undefined, size: '1536x1024' },
      warnings: [
        'sizes.image:picture was asked for aspectRatio of its own instead of 3:2.',
        'sizes.image:picture was asked for size 1536x1024 instead of its own.',
      ],
    });
  });
});

/** A picture that the emulator has made, as AI SDK hands it over. */
async function catFrom({ civitai: access }: RunningEmulator) {
  const { images } = await createCivitai(access).image(id).doGenerate(call);
  emulator.reset();
  const [data = new Uint8Array()] = images;
  return { type: 'file' as const, mediaType: 'image/jpeg', data };
}
