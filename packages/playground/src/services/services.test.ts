import { xaiImageOptionsSchema } from '@grok-image/xai';
import { civitaiImageOptionsSchema } from '@grok-image/civitai';
import { expect, test, vi } from 'vitest';
import * as z from 'zod/v4';
import { readSettings } from '../settings/settings.ts';
import { PlaygroundStartError } from '../settings/start-error.ts';
import { openServices } from './open-services.ts';
import { toForm } from './form.ts';

test('a form has a field for every option that a person chooses, the usual ones first', () => {
  const fields = toForm(xaiImageOptionsSchema);
  expect(fields.slice(0, 2)).toMatchObject([
    { name: 'resolution', kind: 'choice', choices: ['1k', '1.5k', '2k'], isMain: true },
    { name: 'quality', kind: 'choice', isMain: true },
  ]);
  const names = fields.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['user', 'responseFormat', 'deferred', 'pollIntervalMs', 'storage']),
  );
  expect(names).not.toContain('images');
  for (const field of [...fields, ...toForm(civitaiImageOptionsSchema)]) expect(field.help).not.toBe('');
});

test('every kind of schema has a control', () => {
  const schema = z.strictObject({
    steps: z.int().min(1).max(50),
    strength: z.number().max(1),
    on: z.boolean(),
    text: z.string(),
    one: z.enum(['a', 'b']),
    some: z.array(z.enum(['a', 'b'])),
    any: z.record(z.string(), z.number()),
    custom: z.custom<Uint8Array>(),
  });
  expect(toForm(schema).map(({ kind }) => kind)).toEqual([
    'number',
    'number',
    'flag',
    'text',
    'choice',
    'choices',
    'json',
    'json',
  ]);
  expect(toForm(schema)[0]).toMatchObject({ minimum: 1, maximum: 50, isWhole: true });
});

test('without a key there is no service, and the sentence says how to go on', async () => {
  for (const name of [
    'XAI_API_KEY',
    'CRAZYROUTER_API_KEY',
    'AGTCLOUD_API_KEY',
    'CIVITAI_API_KEY',
    'CIVITAI_API_TOKEN',
  ]) {
    vi.stubEnv(name, undefined);
  }
  const error = await openServices(undefined).catch((reason: unknown) => reason);
  expect(PlaygroundStartError.isInstance(error) && error.reason).toBe('key');
  expect(String(error)).toMatch(/XAI_API_KEY.*services: \['emulator'\]/);
  vi.stubEnv('CIVITAI_API_KEY', 'a-key');
  expect((await openServices(undefined)).all.map(({ name }) => name)).toEqual(['civitai']);
  await expect(openServices(['xai'])).rejects.toThrow('XAI_API_KEY');
});

test('two services of one name are refused, as nobody could tell them apart', async () => {
  const xai = { kind: 'xai', settings: { apiKey: 'xai-1' } } as const;
  await expect(openServices([xai, xai])).rejects.toThrow(/services with different names/);
});

test.each<[object, RegExp]>([
  [{ prot: 1 }, /prot.*port \(did you mean that\?\)/],
  [{ port: 70_000 }, /port.*from 0 to 65535/],
  [{ services: ['xay'] }, /xai, crazyrouter, agtcloud, civitai, emulator/],
  [{ services: [] }, /not empty/],
  [{ openPage: 'yes' }, /openPage/],
])('the settings %j are refused by name', (given, message) => {
  expect(() => readSettings(given)).toThrow(message);
});
