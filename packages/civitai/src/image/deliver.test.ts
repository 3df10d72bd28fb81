import { expect, it, onTestFinished, vi } from 'vitest';
import { ContentModerationError, createCivitai, ImageDownloadError } from '../index.ts';
import { call } from '../test/call.ts';

interface Service {
  readonly workflow: object;
  /** What becomes of a request for the bytes of an image. */
  readonly bytes: () => Response;
}

/** Makes images at a service of a few lines; gives the error, and how often the workflow was looked at meanwhile. */
async function fail({ workflow, bytes }: Service, n: number) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  let looks = 0;
  const fetch = async (url: string | URL | Request, { method }: RequestInit = {}): Promise<Response> => {
    const { pathname } = new URL(String(url));
    if (pathname.includes('/blobs/')) return bytes();
    if (method !== 'POST') looks += 1;
    return Response.json(workflow);
  };
  const state: { error?: unknown } = {};
  void createCivitai({ apiKey: 'key', fetch, timeout: 60_000 })
    .image('grok-imagine-image')
    .doGenerate({ ...call, n })
    .catch((error: unknown) => {
      state.error = error;
    });
  for (let second = 0; second < 120 && state.error === undefined; second++) {
    for (let turn = 0; turn < 50; turn++) await new Promise(resolve => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(1000);
  }
  return { error: state.error, looks };
}

const down = () => new Response(null, { status: 503 });

/** A finished workflow of some images. */
function made(count: number, blob: object = {}) {
  const images = Array.from({ length: count }, (_, index) => ({
    id: `blob-${index}`,
    available: true,
    url: `https://orchestration.civitai.com/v2/consumer/blobs/blob-${index}?sig=1`,
    ...blob,
  }));
  const step = { $type: 'imageGen', name: 'image-1', status: 'succeeded', output: { images } };
  const transactions = { list: [{ type: 'debit', amount: 26 * count, accountType: 'blue' }] };
  return { id: 'w1', status: 'succeeded', steps: [step], transactions };
}

it('says why the service withholds all images, and what they have cost', async () => {
  const workflow = made(2, { blockedReason: 'minor' });
  const { error } = await fail({ workflow, bytes: () => new Response(null, { status: 403 }) }, 2);

  expect(ContentModerationError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ cost: { buzz: 52 }, resume: { workflowId: 'w1' } });
  expect(error).toHaveProperty(
    'message',
    expect.stringMatching(/withholds all images of workflow w1: minor\./),
  );
});

it('looks at a workflow about as often for many images whose host is down as for one', async () => {
  const one = await fail({ workflow: made(1), bytes: down }, 1);
  const many = await fail({ workflow: made(12), bytes: down }, 12);

  expect([one, many].map(({ error }) => ImageDownloadError.isInstance(error))).toEqual([true, true]);
  expect(one.looks).toBeGreaterThan(3);
  // Each image has waits of its own.
  expect(many.looks).toBeLessThan(one.looks * 4);
});
