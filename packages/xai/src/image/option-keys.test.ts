import { expect, test } from 'vitest';
import * as v4 from '../index.ts';
import * as v1 from '../v1.ts';
import * as v2 from '../v2.ts';
import * as v3 from '../v3.ts';
import { call } from '../test/call.ts';
import { useEmulator } from '../test/emulator.ts';
import { png } from '../test/server.ts';

const { emulator } = await useEmulator();

const model = 'grok-imagine-image';
const standing = 'Options of this model stand under providerOptions.xai.';

const entries = Object.entries({ v1, v2, v3, v4 });
const unread: [key: string, value: Record<string, unknown> | string, words: string][] = [
  ['grok', { resolution: '2k' }, standing],
  ['xAI', { resolution: '2k' }, standing],
  ['crazyrouter', { resolution: '2k' }, standing],
  ['civitai', { resolution: '2k' }, standing],
  ['resolution', '2k', 'Pass it as providerOptions.xai.resolution.'],
  ['aspect_ratio', '16:9', 'Pass it as providerOptions.xai.aspectRatio.'],
];

test.each(entries)('options of %s that nobody reads are told in a warning', async (_, { createGrok }) => {
  for (const [key, value, words] of unread) {
    const options = { ...call, providerOptions: { [key]: value } };
    const grok = createGrok(emulator.xai).image(model);
    const { warnings }: { warnings: unknown[] } = await Reflect.apply(grok.doGenerate, undefined, [options]);
    expect(warnings).toHaveLength(1);
    expect(JSON.stringify(warnings)).toContain(`providerOptions.${key}`);
    expect(JSON.stringify(warnings)).toContain(words);
  }
});

test.each(entries)('options of %s for other providers pass in silence', async (_, { createGrok }) => {
  const providerOptions = {
    xai: { resolution: '2k' },
    civitai: { resolution: '1k' },
    openai: { style: 'a' },
  };
  const { warnings } = await createGrok(emulator.xai)
    .image(model)
    .doGenerate({ ...call, providerOptions });
  expect(warnings).toEqual([]);
});

test('a batch and an upload tell them too', async () => {
  const grok = v4.createGrok(emulator.xai);
  const request = { id: 'a', model, prompt: 'A cat', providerOptions: { grok: { resolution: '2k' } } };
  const { warnings } = await Reflect.apply(grok.batch.create, undefined, [{ requests: [request] }]);
  expect(warnings).toMatchObject([{ requestId: 'a', warning: { feature: 'providerOptions.grok' } }]);

  const batch = await grok.experimental_batch().doStartBatch({
    requests: [{ id: 'a', type: 'image', modelId: model, options: { ...call, providerOptions: {} } }],
    providerOptions: { grok: { name: 'cats' } },
  });
  expect(batch.warnings).toMatchObject([{ warning: { feature: 'providerOptions.grok' } }]);

  const data = { type: 'data' as const, data: png };
  const providerOptions = { grok: { expiresAfter: 3600 } };
  const file = await grok.files().uploadFile({ data, mediaType: 'image/png', providerOptions });
  expect(file.warnings).toMatchObject([{ feature: 'providerOptions.grok' }]);
});
