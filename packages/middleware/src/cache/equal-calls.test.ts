import { expect, test } from 'vitest';
import { wrap } from '../stack/wrap.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { memoryCache } from '../stores/memory/cache.ts';
import { call, startService } from '../test/service.ts';
import { cacheMiddleware } from './index.ts';

const address = 'https://images.test/cat.png';
const target = 'https://bucket.test/cat.jpg';

/** The options of a call of each kind, which is another one each time that it is made. */
const passing: readonly (readonly [string, Partial<typeof call>])[] = [
  ['collects a job', { providerOptions: { xai: { jobId: 'job-1' } } }],
  ['collects a workflow', { providerOptions: { civitai: { workflowId: 'workflow-1' } } }],
  ['has a key of the service', { providerOptions: { civitai: { externalId: 'order-1' } } }],
  [
    'has its pictures stored by the service',
    { providerOptions: { xai: { storage: { filename: 'a.jpg' } } } },
  ],
  ['has its pictures put somewhere', { providerOptions: { xai: { uploadUrls: [target] } } }],
  ['has somebody told of it', { providerOptions: { civitai: { callbacks: [{ url: target }] } } }],
  ['names files of the service', { providerOptions: { xai: { fileIds: ['file-1'] } } }],
  ['has a source by its address', { files: [{ type: 'url', url: address }] }],
  ['has a mask by its address', { mask: { type: 'url', url: address } }],
  ['has a source by its address in its options', { providerOptions: { xai: { images: [address] } } }],
];

/** A model that makes a picture of anything, and counts. */
function counting() {
  const { peer } = startService();
  const asked: unknown[] = [];
  const model: typeof peer = Object.create(peer, {
    doGenerate: {
      value: async (options: typeof call) => {
        asked.push(options);
        return peer.doGenerate(call);
      },
    },
  });
  return { model, asked };
}

test.each(passing)('a call that %s is made each time', async (_, change) => {
  const { model, asked } = counting();
  const cached = wrap(model, cacheMiddleware());
  for (let time = 0; time < 2; time++) await cached.doGenerate({ ...call, ...change });
  expect(asked).toHaveLength(2);
});

test.each(passing.slice(-3))('one that %s is made once where addresses are trusted', async (_, change) => {
  const { model, asked } = counting();
  const cached = wrap(model, cacheMiddleware({ addresses: true }));
  for (let time = 0; time < 2; time++) await cached.doGenerate({ ...call, ...change });
  expect(asked).toHaveLength(1);
});

const picture = { type: 'file', mediaType: 'image/png', data: 'AAAA' } as const;
const base64 = Buffer.from(Uint8Array.from({ length: 90 }, (_, index) => index)).toString('base64');

const others: readonly (readonly [string, Partial<typeof call>, Partial<typeof call>])[] = [
  ['seed', { seed: 1 }, { seed: 2 }],
  ['mask', { files: [picture], mask: picture }, { files: [picture], mask: { ...picture, data: 'AAAB' } }],
  [
    'order of its sources',
    { files: [picture, { ...picture, data: 'AAAB' }] },
    { files: [{ ...picture, data: 'AAAB' }, picture] },
  ],
  ['source in its options', { providerOptions: { xai: { images: [base64] } } }, {}],
  [
    'option deep down',
    { providerOptions: { a: { b: { c: 1 } } } },
    { providerOptions: { a: { b: { c: 2 } } } },
  ],
];

test.each(others)('a call with another %s is another one', async (_, one, other) => {
  const { model, asked } = counting();
  const cached = wrap(model, cacheMiddleware());
  await cached.doGenerate({ ...call, ...one });
  await cached.doGenerate({ ...call, ...other });
  expect(asked).toHaveLength(2);
});

const alike: readonly (readonly [string, Partial<typeof call>, Partial<typeof call>])[] = [
  [
    'in another order',
    { providerOptions: { a: { x: 1, y: { z: 1, w: [2] } }, b: { v: true } } },
    { providerOptions: { b: { v: true }, a: { y: { w: [2], z: 1 }, x: 1 } } },
  ],
  [
    'as a data URL',
    { providerOptions: { xai: { images: [base64] } } },
    { providerOptions: { xai: { images: [`data:image/png;base64,${base64}`] } } },
  ],
  ['with what is left out', {}, { providerOptions: { xai: { resolution: undefined } } }],
  [
    'with what only travels otherwise',
    {},
    { providerOptions: { xai: { pollIntervalMs: 10, user: 'user-1' } } },
  ],
];

test.each(alike)('a call that is written %s is the same one', async (_, one, other) => {
  const { model, asked } = counting();
  const cached = wrap(model, cacheMiddleware());
  await cached.doGenerate({ ...call, ...one });
  await cached.doGenerate({ ...call, ...other });
  expect(asked).toHaveLength(1);
});

test('a call to another model, of another account or in another environment is another one', async () => {
  const { emulator, grok, peer } = startService();
  const shared = { store: memoryCache(), blobs: memoryBlobs() };
  const other: typeof peer = Object.create(peer, { modelId: { value: 'grok-imagine-image-quality' } });
  await wrap(peer, cacheMiddleware(shared)).doGenerate(call);
  await wrap(other, cacheMiddleware(shared)).doGenerate(call);
  await wrap(peer, cacheMiddleware({ ...shared, namespace: 'staging' })).doGenerate(call);
  await wrap(grok(), cacheMiddleware(shared)).doGenerate(call);
  await wrap(grok({ apiKey: 'xai-another-account' }), cacheMiddleware(shared)).doGenerate(call);
  expect(emulator.ledger).toHaveLength(5);
  await wrap(grok(), cacheMiddleware(shared)).doGenerate(call);
  expect(emulator.ledger).toHaveLength(5);
});
