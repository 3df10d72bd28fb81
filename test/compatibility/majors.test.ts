import { readFileSync } from 'node:fs';
import { createXai as theirs7 } from '@ai-sdk/xai';
import { startEmulator, type Access, type Fault } from '@grok-image/emulator';
import { createXai as ours7 } from '@grok-image/xai';
import { createXai as ours4 } from '@grok-image/xai/v1';
import { createXai as ours5 } from '@grok-image/xai/v2';
import { createXai as ours6 } from '@grok-image/xai/v3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createXai as theirs4 } from 'xai4';
import { createXai as theirs5 } from 'xai5';
import { createXai as theirs6 } from 'xai6';

interface Call {
  prompt: string;
  n: number;
  size: `${number}x${number}` | undefined;
  aspectRatio: `${number}:${number}` | undefined;
  seed: number | undefined;
  files: undefined;
  mask: undefined;
  providerOptions: Record<string, Record<string, string>>;
}

/** What the models of all majors have in common, as far as a call from text goes. */
interface Model {
  readonly maxImagesPerCall: unknown;
  doGenerate(call: Call): PromiseLike<{
    readonly images: readonly unknown[];
    readonly warnings: readonly object[];
    readonly providerMetadata?: object | undefined;
  }>;
}

type Maker = (settings: Access) => { image(id: string): Model };
type Major = 7 | 6 | 5 | 4;

/** By the major of AI SDK that they are for. */
const makers: Readonly<Record<Major | 'ours', readonly Maker[]>> = {
  7: [theirs7],
  6: [theirs6],
  5: [theirs5],
  4: [theirs4],
  ours: [ours7, ours6, ours5, ours4],
};

const text: Call = {
  prompt: 'A cat',
  n: 1,
  size: undefined,
  aspectRatio: undefined,
  seed: undefined,
  files: undefined,
  mask: undefined,
  providerOptions: {},
};

/** What a model makes of a call, without AI SDK around it. */
async function run(make: Maker, call: Partial<Call>, fault?: Fault): Promise<object> {
  const emulator = await startEmulator({ pictures: 'plain', rateLimit: false });
  onTestFinished(() => emulator.close());
  if (fault) emulator.script(fault);
  const model = make(emulator.xai).image('grok-imagine-image');
  const [settled] = await Promise.allSettled([model.doGenerate({ ...text, ...call })]);
  const sent = emulator.requests.filter(({ role }) => role === 'submit').map(({ body }) => body);
  const most = model.maxImagesPerCall;
  if (settled.status === 'rejected') return { sent, most, error: settled.reason };
  const { images, warnings, providerMetadata } = settled.value;
  const kinds = images.map(image => (typeof image === 'string' ? 'base64' : 'bytes'));
  return { sent, most, kinds, warnings, metadata: JSON.stringify(providerMetadata) };
}

/** What the packages make of one call: ours the same in every major. */
type Row = Readonly<Record<Major | 'ours', object>> & {
  readonly call: Partial<Call>;
  readonly fault?: Fault;
};

function without(fields: object): unknown {
  return expect.not.objectContaining(fields);
}
const missing = { error: { name: 'AI_APICallError', message: 'Invalid JSON response' } };
const blocked = {
  error: { name: 'Error', message: expect.stringContaining('blocked due to a content policy') },
};
const ignored = { sent: [without({ resolution: '2k' })], warnings: [] };
const useSize = { sent: [without({ aspect_ratio: '16:9' })], warnings: [{ setting: 'aspectRatio' }] };
const sentSize = {
  sent: [{ size: '1024x1024' }],
  error: { message: expect.stringContaining('Argument not supported: size') },
};
const rows: Record<string, Row> = {
  'an aspect ratio': {
    call: { aspectRatio: '16:9' },
    7: { sent: [{ aspect_ratio: '16:9' }], warnings: [] },
    6: { sent: [{ aspect_ratio: '16:9' }], warnings: [] },
    5: useSize,
    4: useSize,
    ours: { sent: [{ aspect_ratio: '16:9' }], warnings: [] },
  },
  'a size': {
    call: { size: '1024x1024' },
    7: { sent: [without({ size: '1024x1024' })], warnings: [{ feature: 'size' }] },
    6: { sent: [without({ size: '1024x1024' })], warnings: [{ feature: 'size' }] },
    5: sentSize,
    4: sentSize,
    ours: { sent: [{ aspect_ratio: '1:1', resolution: '1k' }], error: undefined },
  },
  'an option under xai': {
    call: { providerOptions: { xai: { resolution: '2k' } } },
    7: { sent: [{ resolution: '2k' }] },
    6: { sent: [{ resolution: '2k' }] },
    5: { sent: [{ resolution: '2k' }] },
    4: ignored,
    ours: { sent: [{ resolution: '2k' }] },
  },
  'an option that nobody knows': {
    call: { providerOptions: { xai: { resolutoin: '2k' } } },
    7: { sent: [without({ resolutoin: '2k' })], warnings: [] },
    6: { sent: [without({ resolutoin: '2k' })], warnings: [] },
    5: { sent: [{ resolutoin: '2k' }], warnings: [] },
    4: { sent: [without({ resolutoin: '2k' })], warnings: [] },
    ours: { sent: [], error: { name: 'AI_InvalidArgumentError' } },
  },
  'an option under openai': {
    call: { providerOptions: { openai: { resolution: '2k' } } },
    7: ignored,
    6: ignored,
    5: ignored,
    4: { sent: [{ resolution: '2k' }] },
    ours: ignored,
  },
  'images of one call': {
    call: {},
    7: { most: 3 },
    6: { most: 3 },
    5: { most: 10 },
    4: { most: 10 },
    ours: { most: 1000 },
  },
  'one image refused': {
    call: { n: 2 },
    fault: { moderate: 'flag', items: [1] },
    7: blocked,
    6: blocked,
    5: missing,
    4: missing,
    ours: {
      kinds: ['bytes'],
      warnings: [{ message: expect.stringContaining('1 refused by the content policy') }],
    },
  },
  'a revised prompt': {
    call: {},
    7: { metadata: expect.stringContaining('"revisedPrompt":"A cat') },
    6: { metadata: expect.stringContaining('"revisedPrompt":"A cat') },
    5: { metadata: undefined },
    4: { metadata: undefined },
    ours: { error: undefined },
  },
};

describe('with AI SDK 7, 6, 5 and 4', () => {
  test.each(Object.entries(rows))('%s', async (_name, { call, fault, ...expected }) => {
    for (const name of [7, 6, 5, 4, 'ours'] as const) {
      for (const make of makers[name]) {
        expect({ error: undefined, ...(await run(make, call, fault)) }).toMatchObject(expected[name]);
      }
    }
  });

  test('the migration page tells of each of these, and of no other', () => {
    const page = readFileSync(new URL('../../docs/migrate-from-ai-sdk-xai.md', import.meta.url), 'utf8');
    const table = page.split('## In AI SDK 6, 5 and 4')[1]?.split('\n## ')[0] ?? '';
    const [, , ...told] = [...table.matchAll(/^\| (.+?) +\|/gm)].map(([, name = '']) => name);
    expect(told).toEqual(Object.keys(rows));
  });
});
