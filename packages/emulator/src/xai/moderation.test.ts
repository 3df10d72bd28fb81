import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningEmulator, startEmulator } from '../emulator.ts';
import { type Client, createClient } from '../../test/client.ts';

const generations = '/images/generations';
const sentence = 'Generated image rejected by content moderation.';

let emulator: RunningEmulator;
let client: Client;

beforeAll(async () => {
  emulator = await startEmulator({ rateLimit: false, deferredMs: 0 });
  client = createClient(emulator.xai);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

describe.each([
  ['a word in the prompt', (word: string) => `A cat ${word}`, false],
  ['a script', () => 'A cat', true],
])('by %s', (_name, toPrompt, isScripted) => {
  test('a refusal is a billed 400 with today’s code', async () => {
    if (isScripted) emulator.script({ moderate: 'refuse' });
    const reply = await client.post(generations, { prompt: toPrompt('#refuse'), n: 2 });
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual({
      code: 'imagine:content-moderated',
      error: sentence,
      usage: { cost_in_usd_ticks: 400_000_000 },
    });
    expect(emulator.ledger).toMatchObject([{ images: 2, delivered: 0, cost: 400_000_000 }]);
  });

  test('a flagged image is an item without an image, beside its siblings', async () => {
    if (isScripted) emulator.script({ moderate: 'flag', items: [0] });
    const { data } = await client.images(generations, { prompt: toPrompt('#flag-one'), n: 3 });
    expect(data.map(item => item.respect_moderation)).toEqual([false, true, true]);
    expect(data[0]).toEqual({ url: null, respect_moderation: false });
    expect(emulator.ledger).toMatchObject([{ images: 3 }]);
  });

  test('all images can be flagged', async () => {
    if (isScripted) emulator.script({ moderate: 'flag' });
    const { data } = await client.images(generations, { prompt: toPrompt('#flag'), n: 2 });
    expect(data.map(item => item.respect_moderation)).toEqual([false, false]);
  });

  test('an answer can be empty and still be billed', async () => {
    if (isScripted) emulator.script({ moderate: 'empty' });
    const answer = await client.images(generations, { prompt: toPrompt('#empty') });
    expect(answer).toMatchObject({ data: [], usage: { cost_in_usd_ticks: 200_000_000 } });
  });

  test('a deferred job fails', async () => {
    if (isScripted) emulator.script({ moderate: 'fail' });
    const { body } = await client.post(generations, { prompt: toPrompt('#fail'), deferred: true });
    const id = isStart(body) ? body.request_id : '';
    expect((await client.get(`/images/${id}`)).body).toEqual({
      request_id: id,
      status: 'failed',
      error: { code: 'invalid_argument', message: sentence },
      usage: { cost_in_usd_ticks: 200_000_000 },
    });
  });

  test('without deferral, a failure has the older generic code', async () => {
    if (isScripted) emulator.script({ moderate: 'fail' });
    expect((await client.post(generations, { prompt: toPrompt('#fail') })).body).toMatchObject({
      code: 'Client specified an invalid argument',
      error: sentence,
    });
  });
});

function isStart(body: unknown): body is { request_id: string } {
  return typeof body === 'object' && body !== null && 'request_id' in body;
}
