import { startEmulator } from '@grok-image/emulator';
import { afterAll, expect, it } from 'vitest';
import * as v4 from '../index.ts';
import * as v1 from '../v1.ts';
import * as v2 from '../v2.ts';
import * as v3 from '../v3.ts';
import { call } from '../test/call.ts';

const emulator = await startEmulator({ pictures: 'plain' });
afterAll(() => emulator.close());

const entries = Object.entries({ v1, v2, v3, v4 });
const standing = 'Options of this model stand under providerOptions.civitai.';

it.each(entries)('tells options of %s that nobody reads in a warning', async (_, { createCivitai }) => {
  const model = createCivitai(emulator.civitai).image('grok');
  const unread: [key: string, value: object | string, words: string][] = [
    ['grok', { quality: 'low' }, standing],
    ['Civitai', { quality: 'low' }, standing],
    ['xai', { quality: 'low' }, standing],
    ['quality', 'low', 'Pass it as providerOptions.civitai.quality.'],
  ];
  for (const [key, value, words] of unread) {
    const options = { ...call, providerOptions: { [key]: value } };
    const { warnings }: { warnings: unknown[] } = await Reflect.apply(model.doGenerate, undefined, [options]);
    expect(warnings).toHaveLength(1);
    expect(JSON.stringify(warnings)).toContain(`providerOptions.${key}`);
    expect(JSON.stringify(warnings)).toContain(words);
  }
});

it('tells LoRAs that stand beside the options', async () => {
  const model = v4.createCivitai(emulator.civitai).image('flux2-dev');
  const providerOptions = { loras: { 'civitai:1@2': 0.8 } };
  expect(JSON.stringify((await model.doGenerate({ ...call, providerOptions })).warnings)).toContain(
    'Pass it as providerOptions.civitai.loras.',
  );
});

it('lets pass what is meant for other providers, and for xai beside its own', async () => {
  const providerOptions = { civitai: { quality: 'low' }, xai: { quality: 'low' }, openai: { style: 'a' } };
  const model = v4.createCivitai(emulator.civitai).image('grok');
  expect((await model.doGenerate({ ...call, providerOptions })).warnings).toEqual([]);
});
