import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCivitai, type CivitaiProviderSettings } from '../index.ts';
import { call } from '../test/call.ts';
import { image } from '../test/workflow.ts';

const made = {
  id: 'w1',
  status: 'succeeded',
  steps: [{ $type: 'imageGen', name: 'image-1', status: 'succeeded', output: { images: [image] } }],
};
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const problem = (status: number, detail: string) =>
  Response.json({ title: 'No', detail, status }, { status });

type Answer = () => Response | Promise<Response>;

/** Makes one image of a service whose submits are answered one after the other, the last one for ever. */
async function submit(
  answers: readonly Answer[],
  options: Record<string, string | boolean> = {},
  settings: CivitaiProviderSettings = {},
) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const keys: unknown[] = [];
  const waits: (string | null)[] = [];
  const fetch = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    if (init.method !== 'POST') return new Response(png);
    const body: unknown = JSON.parse(String(init.body));
    waits.push(new URL(String(url)).searchParams.get('wait'));
    keys.push(
      typeof body === 'object' && body !== null && 'externalId' in body ? body.externalId : undefined,
    );
    const answer = answers[Math.min(keys.length, answers.length) - 1];
    if (answer === undefined) throw new RangeError(`There is no answer to ${String(url)}.`);
    return answer();
  };
  const making = createCivitai({ apiKey: 'key', fetch, ...settings })
    .image('grok-imagine-image')
    .doGenerate({ ...call, providerOptions: { civitai: options } });
  const state = { isOver: false };
  const over = making.then(
    ({ images, warnings }) => ({ images: images.length, warnings, error: undefined }),
    (error: unknown) => ({ images: 0, warnings: [], error }),
  );
  void over.finally(() => {
    state.isOver = true;
  });
  while (!state.isOver) {
    await new Promise(resolve => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(200);
  }
  return { ...(await over), attempts: keys.length, keys: new Set(keys).size, waits };
}

const lost: Answer = () => Promise.reject(new TypeError('terminated'));
const finished: Answer = () => Response.json(made);

describe('a submit under its key', () => {
  it.each<[string, Answer]>([
    ['a lost answer', lost],
    ['a service that is down', () => new Response('', { status: 500 })],
    [
      'a proxy that says when to come back',
      () => new Response('', { status: 503, headers: { 'retry-after': '0' } }),
    ],
    ['a workflow that is being submitted', () => problem(409, 'The workflow is being submitted.')],
    ['a rate limit', () => problem(429, 'Slow down.')],
    ['an answer without an id', () => Response.json({ status: 'processing' }, { status: 202 })],
    ['the answer of something else, which has an id as well', () => Response.json({ id: 'gen-1' })],
    ['an answer that is empty', () => new Response('', { status: 202 })],
    ['a page', () => new Response('<html>Hello</html>')],
  ])('is repeated after %s, as often as it takes', async (_, answer) => {
    const outcome = await submit([answer, answer, answer, answer, answer, answer, finished]);
    expect(outcome).toMatchObject({ images: 1, warnings: [], attempts: 7, keys: 1 });
  });

  it('is held back until there is news the first time, and then asks only for the id', async () => {
    expect((await submit([lost, lost, finished])).waits).toEqual(['60', '0', '0']);
  });

  it('is repeated until the deadline, and then names its key', async () => {
    const { error, keys } = await submit([lost], {}, { timeout: 60_000 });
    expect(error).toMatchObject({
      name: 'GenerationTimeoutError',
      resume: { externalId: expect.any(String) },
      message: expect.stringMatching(/may have been started and billed\. Repeat the call with .*externalId/),
    });
    expect(keys).toBe(1);
  });

  it('says that nothing was started where every attempt was turned away', async () => {
    const { error } = await submit([() => problem(429, 'Slow down.')], {}, { timeout: 60_000 });
    expect(error).toMatchObject({
      name: 'GenerationTimeoutError',
      message: expect.stringContaining('nothing was started'),
    });
  });

  it.each([
    [403, 'Insufficient Buzz', 'InsufficientFundsError'],
    [402, 'Pay', 'InsufficientFundsError'],
    [400, 'The prompt was blocked.', 'ContentModerationError'],
    [403, 'Insufficient permissions: the token lacks the scope.', 'AI_APICallError'],
    [400, "'moderate' is not a quality.", 'AI_APICallError'],
  ])('ends at a no in the own words of the service: %i %s', async (status, detail, name) => {
    const { error, attempts } = await submit([() => problem(status, detail), finished]);
    expect(error).toMatchObject({
      name,
      isRetryable: false,
      message: expect.stringContaining('othing was '),
    });
    expect(attempts).toBe(1);
  });

  it.each([
    [403, 'Insufficient Buzz'],
    [400, 'The prompt was blocked.'],
  ])('leaves open what was started before the service said no: %i %s', async (status, detail) => {
    const { error } = await submit([lost, () => problem(status, detail)]);
    expect(error).toMatchObject({
      name: 'GenerationFailedError',
      message: expect.stringMatching(/An attempt may have been carried out and billed\./),
      resume: { externalId: expect.any(String) },
    });
  });

  it('is given up after a no in foreign words that stays, with the words', async () => {
    const { error, attempts } = await submit([() => new Response('Not for you', { status: 403 })]);
    expect(error).toMatchObject({
      name: 'GenerationFailedError',
      message: expect.stringMatching(/Not for you.*may have been carried out/),
    });
    expect(attempts).toBe(16);
  });

  it.each([
    ['a page', () => new Response('<html>Welcome</html>')],
    ['a page that is not there', () => new Response('<html>Not found</html>', { status: 404 })],
  ])(
    'is given up sooner where a wrong address answers with %s all the time, and asks about it',
    async (_, answer) => {
      const elsewhere = { baseURL: 'https://civitai.example' };
      const { error, attempts } = await submit([answer], {}, elsewhere);
      expect(error).toMatchObject({
        name: 'GenerationFailedError',
        message: expect.stringMatching(/may have been carried out.*Is baseURL right\?/),
        resume: { externalId: expect.any(String) },
      });
      expect(attempts).toBe(8);
      expect((await submit([lost, answer], {}, elsewhere)).attempts).toBe(17);
    },
  );

  it('is not taken for one at a wrong address where the address is the usual one', async () => {
    const { error, attempts } = await submit([() => new Response('<html>Not found</html>', { status: 404 })]);
    expect(attempts).toBe(16);
    expect(String(error)).not.toContain('baseURL');
  });

  it('is given up, and lets AI SDK start over, where the service cannot be reached at all', async () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' });
    const { error, attempts } = await submit([
      () => Promise.reject(new TypeError('fetch failed', { cause: refused })),
    ]);
    expect(error).toMatchObject({ isRetryable: true, message: expect.stringContaining('Nothing was sent') });
    expect(attempts).toBe(4);
  });
});

describe('a submit without a key that the service remembers', () => {
  it.each([{ externalId: false }, { ephemeral: true }, { ephemeral: true, externalId: 'cat' }])(
    'is sent once: %j',
    async options => {
      const { error, attempts } = await submit([lost, finished], options);
      expect(error).toMatchObject({ isRetryable: false });
      expect(error).not.toMatchObject({ resume: expect.anything() });
      expect(attempts).toBe(1);
    },
  );
});

describe('a key that is used again', () => {
  const other = { ...made, steps: [{ ...made.steps[0], input: { prompt: 'A dog' } }] };

  it('for another prompt is refused, and says how to collect what it brought', async () => {
    const { error } = await submit([() => Response.json(other)], { externalId: 'cat' });
    expect(error).toMatchObject({
      name: 'AI_InvalidArgumentError',
      message: expect.stringMatching(/externalId: got 'cat', .* another prompt .*workflowId 'w1'/),
    });
  });
});
