import { createGrok, type XaiProvider } from '@grok-image/xai';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { withoutWaiting } from './harness/clock.ts';
import { bodies } from './harness/json.ts';
import { apiKey, xaiOrigin } from './harness/models.ts';
import { expectAISDKError } from './harness/outcome.ts';
import { numRuns, testTimeoutMs, tryAll } from './harness/runs.ts';
import { hostileService } from './harness/service.ts';
import { surface, surfaceNames } from './harness/surface.ts';

const model = 'grok-imagine-image';
const requests = ['a', 'b'].map(id => ({ id, model, prompt: 'A cat' }));

/** No more is read of a list that never ends. */
const mostEntries = 50;

async function firstOf<T>(list: AsyncIterable<T>): Promise<T[]> {
  const entries: T[] = [];
  for await (const entry of list) {
    entries.push(entry);
    if (entries.length === mostEntries) break;
  }
  return entries;
}

/** What else is asked of xAI: a good answer to it, and how it is asked. */
const operations: Readonly<Record<string, { answer: object; run: (grok: XaiProvider) => Promise<unknown> }>> =
  {
    'the catalogue': { answer: surface.models, run: grok => grok.models() },
    'a live estimate': { answer: surface.models, run: grok => grok.estimateCost({ model, live: true }) },
    'an upload': { answer: surface.file, run: grok => grok.files.upload({ data: new Uint8Array(3) }) },
    'a file': { answer: surface.file, run: grok => grok.files.get('file_1') },
    files: { answer: surface.files, run: grok => firstOf(grok.files.list()) },
    'a deletion': { answer: surface.deleted, run: grok => grok.files.delete('file_1') },
    'a public address': { answer: surface.publicUrl, run: grok => grok.files.publicUrl('file_1') },
    'the end of a public address': {
      answer: surface.revoked,
      run: grok => grok.files.revokePublicUrl('file_1'),
    },
    'the bytes of a file': { answer: surface.file, run: grok => grok.files.content('file_1') },
    'a new batch': { answer: surface.batch, run: grok => grok.batch.create({ requests }) },
    'batches from a file': {
      answer: { ...surface.file, ...surface.batch },
      run: grok => grok.batch.createFromFile({ requests }),
    },
    'more requests': { answer: {}, run: grok => grok.batch.add('batch_1', { requests }) },
    'the state of a batch': { answer: surface.batch, run: grok => grok.batch.status('batch_1') },
    batches: { answer: surface.batches, run: grok => firstOf(grok.batch.list()) },
    'requests of a batch': { answer: surface.requests, run: grok => firstOf(grok.batch.requests('batch_1')) },
    'results of a batch': {
      answer: surface.results,
      async run(grok) {
        const results = await firstOf(grok.batch.results('batch_1'));
        const loaded = results.map(result => (result.status === 'succeeded' ? result.load() : []));
        const rejected = (await Promise.allSettled(loaded)).filter(({ status }) => status === 'rejected');
        for (const outcome of rejected) if ('reason' in outcome) expectAISDKError(outcome.reason);
      },
    },
    'a cancelled batch': { answer: surface.batch, run: grok => grok.batch.cancel('batch_1') },
  };

const statuses = fc.oneof(
  { weight: 3, arbitrary: fc.constant(200) },
  { weight: 1, arbitrary: fc.constantFrom(202, 204, 302, 400, 401, 404, 409, 413, 429, 500, 503) },
);

it.each(Object.entries(operations))(
  'xAI may answer anything about %s',
  { timeout: testTimeoutMs },
  async (_, { answer, run }) => {
    const held = await tryAll(fc.tuple(bodies(answer, surfaceNames), statuses), async ([body, status]) => {
      const headers = { 'content-type': 'application/json' };
      const service = hostileService(xaiOrigin, [{ status, headers, body }]);
      const grok = createGrok({ apiKey, fetch: service.fetch });
      await withoutWaiting(async () => run(grok).then(() => undefined, expectAISDKError));

      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
      // What may have started something is sent once, however it is answered.
      const started = service.sent.filter(
        ({ method, url, answer: got }) =>
          method === 'POST' && !/:cancel$|\/revoke$/.test(url) && got?.status !== 429,
      );
      expect(new Set(started.map(({ url }) => url)).size).toBe(started.length);
    });
    expect(held).toBe(numRuns);
  },
);
