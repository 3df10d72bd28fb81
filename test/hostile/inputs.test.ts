import { InvalidArgumentError } from '@ai-sdk/provider';
import { resolveShape, type ImageModelV4 } from '@grok-image/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldOf } from '../contract/harness/field-of.ts';
import { withoutWaiting } from './harness/clock.ts';
import { jsonWith } from './harness/json.ts';
import { civitaiModel, civitaiOrigin, grokModel, xaiOrigin } from './harness/models.ts';
import { call, expectAISDKError, expectInvalidArgument, outcomeOf, type Outcome } from './harness/outcome.ts';
import { numRuns, testTimeoutMs, tryAll } from './harness/runs.ts';
import { hostileService, type Sent } from './harness/service.ts';
import { workflow, xaiAnswer } from './harness/wire.ts';

type Call = Parameters<ImageModelV4['doGenerate']>[0];

const services = [
  { name: 'xai', origin: xaiOrigin, create: grokModel, answer: JSON.stringify(xaiAnswer) },
  { name: 'civitai', origin: civitaiOrigin, create: civitaiModel, answer: JSON.stringify(workflow) },
] as const;

const optionNames = [
  'aspectRatio',
  'aspect_ratio',
  'resolution',
  'quality',
  'user',
  'responseFormat',
  'deferred',
  'jobId',
  'images',
  'fileIds',
  'uploadUrls',
  'storage',
  'filename',
  'publicUrl',
  'expiresAfter',
  'pollIntervalMs',
  'url',
  'outputFormat',
  'enhancePrompt',
  'imagesPerStep',
  'currencies',
  'tags',
  'metadata',
  'callbacks',
  'type',
  'ephemeral',
  'wait',
  'externalId',
  'dedupe',
  'workflowId',
  'stepTimeout',
  'retries',
  'sync_mode',
];

/** Ratios and sizes, and texts that only look like them, some of which cost a careless pattern all day. */
const shapes = fc.oneof(
  fc.tuple(fc.nat(), fc.constantFrom(':', 'x', '*', ' : '), fc.nat()).map(parts => parts.join('')),
  fc.tuple(fc.double(), fc.constantFrom(':', 'x'), fc.double()).map(parts => parts.join('')),
  fc
    .tuple(
      fc.constantFrom('1', '9', '0', ':', '1:', '.', '1.', 'x'),
      fc.nat({ max: 3000 }),
      fc.constantFrom(':', '', ':1', 'x1', ':0', ':'.repeat(3000)),
    )
    .map(([piece, times, end]) => piece.repeat(times) + end),
  fc.constantFrom(
    'auto',
    '16:9',
    '19.5:9',
    '0:0',
    '1:0',
    '00:1',
    '1e3:1',
    '１６:９',
    '16:9\n',
    '-1:1',
    '1024x1024',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

async function tryCall(
  { origin, create, answer }: (typeof services)[number],
  options: object,
  modelId?: string,
): Promise<{ outcome: Outcome; sent: readonly Sent[]; ms: number }> {
  const service = hostileService(origin, [{ status: 200, headers: {}, body: answer }]);
  const before = process.threadCpuUsage();
  const given: Call = { ...call, ...options };
  const outcome = await withoutWaiting(() => outcomeOf(() => create(service, modelId).doGenerate(given)));
  const { user, system } = process.threadCpuUsage(before);
  return { outcome, sent: service.sent, ms: (user + system) / 1000 };
}

/** Longest time to look at what a caller gives, in milliseconds of CPU. */
const longestLookMs = 1000;

describe.each(services)('$name', service => {
  it('refuses any options it does not know before anything is sent', { timeout: testTimeoutMs }, async () => {
    const held = await tryAll(jsonWith(optionNames), async options => {
      const { outcome, ms } = await tryCall(service, { providerOptions: { [service.name]: options } });
      expect(ms).toBeLessThan(longestLookMs);
      if (outcome.type === 'error') expectAISDKError(outcome.error);
      if (!InvalidArgumentError.isInstance(fieldOf(outcome, 'error'))) return;
      expect(String(fieldOf(outcome, 'error', 'message')).length).toBeLessThan(2000);
    });
    expect(held).toBe(numRuns);
  });

  it('sends a ratio that is one, or nothing', { timeout: testTimeoutMs }, async () => {
    const modelId = fc.constantFrom('grok-imagine-image', 'grok-that-nobody-knows-9');
    const shape = fc.record(
      { modelId, aspectRatio: shapes, size: shapes, option: shapes },
      { requiredKeys: ['modelId'] },
    );
    const held = await tryAll(shape, async ({ option, modelId: id, ...given }) => {
      const providerOptions = { [service.name]: { aspectRatio: option } };
      const { outcome, sent, ms } = await tryCall(service, { ...given, providerOptions }, id);
      expect(ms).toBeLessThan(longestLookMs);
      if (outcome.type === 'error') expectInvalidArgument(outcome.error);
      expect(outcome.type === 'error' ? sent : []).toEqual([]);
      const [, ratio] = /"aspect_?[rR]atio":"([^"]*)"/.exec(String(sent[0]?.body)) ?? [];
      expect(ratio ?? 'auto').toMatch(/^(?:auto|\d{1,6}(?:\.\d{1,6})?:\d{1,6}(?:\.\d{1,6})?)$/);
    });
    expect(held).toBe(numRuns);
  });

  it(
    'takes any bytes or text as a source image, or says what is wrong with it',
    { timeout: testTimeoutMs },
    async () => {
      const data = fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.base64String({ maxLength: 200 }),
        fc.string({ unit: 'binary', maxLength: 100 }),
        fc.webUrl(),
        fc.constantFrom(
          'http://',
          'https://[',
          'data:,x',
          'data:image/png;base64,',
          'HTTP://a',
          'javascript:alert(1)',
        ),
      );
      const held = await tryAll(data, async source => {
        const file =
          typeof source === 'string' && /^http/i.test(source)
            ? { type: 'url', url: source }
            : { type: 'file', mediaType: 'image/png', data: source };
        const { outcome, sent } = await tryCall(service, { files: [file] });
        if (outcome.type === 'result') return;
        expectInvalidArgument(outcome.error);
        expect(sent).toEqual([]);
      });
      expect(held).toBe(numRuns);
    },
  );

  it('takes any headers, or says which one HTTP cannot carry', { timeout: testTimeoutMs }, async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('__proto__', 'a\r\nb: c', 'host'),
    );
    const held = await tryAll(fc.dictionary(text, fc.option(text, { nil: undefined })), async headers => {
      const { outcome, sent } = await tryCall(service, { headers });
      if (outcome.type === 'result') return;
      expectInvalidArgument(outcome.error);
      expect(sent).toEqual([]);
    });
    expect(held).toBe(numRuns);
  });

  it('takes any number of images, or says which ones it takes', { timeout: testTimeoutMs }, async () => {
    const numbers = fc.oneof(fc.double(), fc.integer({ min: -2, max: 30 }), fc.constantFrom(1001, 2 ** 53));
    const held = await tryAll(numbers, async n => {
      const { outcome, sent } = await tryCall(service, { n });
      if (outcome.type === 'result') return;
      expectInvalidArgument(outcome.error);
      expect(sent).toEqual([]);
    });
    expect(held).toBe(numRuns);
  });
});

it(
  'maps a shape to a ratio that is offered and near, or refuses it',
  { timeout: testTimeoutMs },
  async () => {
    const ratios = ['1:1', '16:9', '9:16', '20:9', '2:1', 'auto'];
    const held = await tryAll(fc.record({ aspectRatio: shapes, size: fc.constant(undefined) }), asked => {
      try {
        const { aspectRatio } = resolveShape(asked, { ratios, resolutions: true });
        expect(ratios).toContain(aspectRatio);
      } catch (error) {
        expectInvalidArgument(error);
      }
    });
    expect(held).toBe(numRuns);
  },
);
