import { createCivitai } from '@grok-image/civitai';
import { createGrok } from '@grok-image/xai';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { withoutWaiting } from './harness/clock.ts';
import { apiKey, civitaiModel, civitaiOrigin, grokModel, xaiOrigin } from './harness/models.ts';
import { call, expectAISDKError, expectPromises, outcomeOf } from './harness/outcome.ts';
import { numRuns, testTimeoutMs, tryAll } from './harness/runs.ts';
import { hostileService, imageHost } from './harness/service.ts';
import { workflow, xaiAnswer } from './harness/wire.ts';

/** What can stand in a header. */
const latin1 = fc
  .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0xa1, max: 0xff })), {
    maxLength: 30,
  })
  .map(codes => String.fromCharCode(...codes).trim());

const waits = fc.oneof(
  latin1,
  fc.nat().map(String),
  fc.double().map(String),
  fc.date({ noInvalidDate: true }).map(date => date.toUTCString()),
  fc.constantFrom(
    '-1',
    '1e400',
    'Infinity',
    '0x10',
    '99999999999999999999',
    '',
    ' 5 ',
    'NaN',
    '1,2',
    '31536000',
  ),
);
const names = [
  'retry-after',
  'retry-after-ms',
  'x-ratelimit-reset',
  'x-request-id',
  '__proto__',
  'location',
  'server',
];
const headers = fc.dictionary(fc.constantFrom(...names), waits, { maxKeys: 5 });
const statuses = fc.constantFrom(
  200,
  202,
  301,
  307,
  400,
  401,
  403,
  404,
  408,
  409,
  425,
  429,
  500,
  502,
  503,
  504,
  529,
  599,
);

it('a service may answer with any headers', { timeout: testTimeoutMs }, async () => {
  const held = await tryAll(fc.tuple(statuses, headers, fc.boolean()), async ([status, given, isCivitai]) => {
    const body = JSON.stringify(isCivitai ? workflow : xaiAnswer);
    const service = hostileService(isCivitai ? civitaiOrigin : xaiOrigin, [{ status, headers: given, body }]);
    const model = isCivitai ? civitaiModel(service) : grokModel(service);
    const outcome = await withoutWaiting(() => outcomeOf(() => model.doGenerate(call)));
    expectPromises(outcome, service.sent);
  });
  expect(held).toBe(numRuns);
});

it(
  'a question about prices or models ends within the hour, however long the service says to wait',
  { timeout: testTimeoutMs },
  async () => {
    const held = await tryAll(
      fc.tuple(statuses, headers, fc.boolean()),
      async ([status, given, isCivitai]) => {
        const { fetch } = hostileService(isCivitai ? civitaiOrigin : xaiOrigin, [
          { status, headers: given, body: '{}' },
        ]);
        const ask = isCivitai
          ? () => createCivitai({ apiKey, fetch }).estimateCost({ model: 'grok-imagine-image' })
          : () => createGrok({ apiKey, fetch }).models();
        const [asked] = await Promise.allSettled([withoutWaiting<unknown>(ask)]);
        if (asked.status === 'rejected') expectAISDKError(asked.reason);
      },
    );
    expect(held).toBe(numRuns);
  },
);

it('an image host may answer with any headers', { timeout: testTimeoutMs }, async () => {
  const held = await tryAll(fc.tuple(statuses, headers), async ([status, given]) => {
    const api = hostileService(xaiOrigin, [{ status: 200, headers: {}, body: JSON.stringify(xaiAnswer) }]);
    const fetch: typeof globalThis.fetch = async (input, init) =>
      String(input).startsWith(imageHost)
        ? new Response('no image', { status, headers: given })
        : api.fetch(input, init);
    const outcome = await withoutWaiting(() =>
      outcomeOf(() => grokModel({ ...api, fetch }).doGenerate(call)),
    );
    expectPromises(outcome, api.sent);
  });
  expect(held).toBe(numRuns);
});
