import { startEmulator } from '@grok-image/emulator';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createCivitai, imageMetadata } from '../index.ts';
import { call } from '../test/call.ts';
import { pixel } from '../../test/variant-call.ts';

const emulator = await startEmulator({ pictures: 'plain' });
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

/** Makes images with one model of another engine than Grok's, 4 a step. */
function make(changes: object = {}, options: object = {}, modelId = 'flux2-klein') {
  const model = createCivitai(emulator.civitai).image(modelId);
  const providerOptions = { civitai: JSON.parse(JSON.stringify(options)) };
  return model.doGenerate({ ...call, ...changes, providerOptions });
}

const spent = () => 100_000 - emulator.civitai.balances().blue;

it('delivers the steps that succeeded, says what is missing and tells what was charged in the end', async () => {
  emulator.script({ stepFault: { step: 'image-2', outcome: 'failed', reason: 'Provider returned 429' } });
  const made = await make({ n: 10, seed: 7 });
  expect(imageMetadata(made).map(({ index, costBuzz }) => [index, costBuzz])).toEqual(
    [0, 1, 2, 3, 8, 9].map(index => [index, 12]),
  );
  expect(made.providerMetadata['civitai']?.requests[0]).toMatchObject({
    requested: 10,
    delivered: 6,
    costBuzz: 72,
    missing: [4, 5, 6, 7].map(index => ({ index, reason: 'Provider returned 429' })),
  });
  expect(JSON.stringify(made.warnings)).toContain('4 images of step image-2, which ended as failed');
  expect(spent()).toBe(72);
});

it('cancels what it has started when its caller aborts, and Buzz comes back', async () => {
  emulator.civitai.configure({ stepMs: 60_000 });
  const controller = new AbortController();
  const made = make({ n: 5, abortSignal: controller.signal });
  await expect.poll(() => emulator.civitai.workflows().map(({ status }) => status)).toEqual(['processing']);
  controller.abort(new RangeError('enough'));
  await expect(made).rejects.toThrow('enough');
  await expect.poll(() => emulator.civitai.workflows().map(({ status }) => status)).toEqual(['canceled']);
  expect(spent()).toBe(0);
});

it('collects a workflow with all its images, pays nothing, and names what it does not use', async () => {
  const model = createCivitai(emulator.civitai).image('gpt-image-2');
  const { resume } = await model.start({ ...call, n: 5, providerOptions: {} });
  const paid = spent();
  const file = { type: 'file' as const, mediaType: 'image/png', data: pixel.replace(/^.*,/, '') };
  const collected = await make({ files: [file], mask: file }, resume, 'gpt-image-2');
  expect(collected.images).toHaveLength(5);
  expect(JSON.stringify(collected.warnings)).toContain('not used: files, mask.');
  const again = await make({ seed: 7 }, resume);
  expect(again.images).toEqual(collected.images);
  expect(JSON.stringify(again.warnings)).toContain('not used: seed.');
  expect([paid, spent()]).toEqual([5 * 286, 5 * 286]);
});

const flux1 = 'urn:air:flux1:checkpoint:civitai:618692@691639';
const air = 'civitai:1@2';
const parts = { vaeModel: air, clipLModel: air, t5XXLModel: air };

it.each<[what: string, options: object, changes: object, sent: object]>([
  ['nothing', {}, {}, { engine: 'comfy', operation: 'createImage', model: flux1 }],
  ['what sdcpp needs', parts, {}, { engine: 'sdcpp', diffuserModel: flux1, ...parts }],
  [
    'a strength',
    { strength: 0.5, images: [pixel] },
    {},
    { engine: 'comfy', operation: 'createVariant', denoiseStrength: 0.5 },
  ],
  ['an option of both', { vaeModel: air }, { n: 12 }, { engine: 'comfy', vaeModel: air, quantity: 12 }],
])('takes an engine that can run a checkpoint of FLUX.1 with %s', async (_, options, changes, sent) => {
  await make(changes, options, flux1);
  const steps = emulator.requests.flatMap(({ role, body }) => (role === 'submit' ? [body] : []));
  expect(steps).toMatchObject([{ steps: [{ input: sent }] }]);
});

it.each([
  ['an edit', { images: [pixel] }],
  ['an option that only sdcpp has', { sampleMethod: 'euler' }],
  ['sdcpp by name', { engine: 'sdcpp' }],
])('refuses %s of a checkpoint of FLUX.1 without what sdcpp needs', async (_, options) => {
  await expect(make({}, options, flux1)).rejects.toThrow(
    /Invalid providerOptions\.civitai\.vaeModel: .*cannot do without, or engine "comfy", which needs none/,
  );
  expect(emulator.requests).toEqual([]);
});
