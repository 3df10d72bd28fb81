import { expect, it } from 'vitest';
import { call, testBackend } from '../test/backend.ts';
import { errorOf } from '../test/catch.ts';
import type { ImageParameters } from './backend.ts';
import { generate } from './generate.ts';
import { start } from './start.ts';

const describePrice = ({ n, options }: ImageParameters) =>
  options === undefined ? `about ${n / 50} USD` : undefined;
const startNothing = async () => ({ resume: undefined, images: [], warnings: [] });
const resuming = { test: { jobId: 'a' } };

it('tells the price of more than a hundred images once, however many requests they take', async () => {
  expect((await generate(testBackend({ describePrice }), { ...call, n: 100 })).warnings).toEqual([]);
  expect((await generate(testBackend({ describePrice }), { ...call, n: 101 })).warnings).toEqual([
    {
      type: 'other',
      message:
        '101 images were asked for in one call, for about 2.02 USD. The setting maxImages refuses more than it says, and ends this warning.',
    },
  ]);
});

it('says that a price is not known', async () => {
  expect((await generate(testBackend(), { ...call, n: 101 })).warnings).toMatchObject([
    { message: expect.stringContaining('for a price that is not known here.') },
  ]);
});

it('refuses more images than are allowed, before anything is sent', async () => {
  const backend = testBackend({ describePrice, maxImages: 5, start: startNothing });
  for (const failing of [generate(backend, { ...call, n: 6 }), start(backend, { ...call, n: 6 })]) {
    const error = await errorOf(failing);
    expect(error).toMatchObject({ name: 'AI_InvalidArgumentError', argument: 'n' });
    expect(error.message).toBe(
      'Invalid n: got 6. Accepted: at most 5, as the setting maxImages says; it costs about 0.12 USD. Nothing was sent.',
    );
  }

  expect(backend.requests).toEqual([]);
  expect((await generate(backend, { ...call, n: 5 })).images).toHaveLength(5);
});

it('says nothing of as many as are allowed, nor of what was paid before', async () => {
  const allowed = testBackend({ describePrice, maxImages: 300 });
  expect((await generate(allowed, { ...call, n: 300 })).warnings).toEqual([]);

  const collecting = testBackend({ describePrice, maxImages: 5 });
  expect(await generate(collecting, { ...call, n: 200, providerOptions: resuming })).toMatchObject({
    warnings: [],
  });
});
