import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createCivitai,
  imageMetadata,
  type CivitaiProgress,
  type CivitaiProviderSettings,
} from '../index.ts';
import { call } from '../test/call.ts';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain' });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

function model(settings: CivitaiProviderSettings = {}, modelId = 'grok-imagine-image') {
  return createCivitai({ ...emulator.civitai, ...settings }).image(modelId);
}

type Call = Parameters<ReturnType<typeof model>['doGenerate']>[0];

/** Makes images, and gives them with what is told about them. */
async function make(
  changes: Partial<Call> = {},
  options: Call['providerOptions'][string] = {},
  settings: CivitaiProviderSettings = {},
) {
  const result = await model(settings).doGenerate({
    ...call,
    ...changes,
    providerOptions: { civitai: options },
  });
  const request = result.providerMetadata['civitai']?.requests[0];
  return { ...result, metadata: imageMetadata(result), request };
}

const failureOf = (making: Promise<unknown>): Promise<unknown> =>
  making.then(
    () => undefined,
    (error: unknown) => error,
  );
const submits = () => emulator.requests.filter(({ method }) => method === 'POST');
const spent = () => 100_000 - emulator.civitai.balances().blue;
const sum = (costs: readonly (number | undefined)[]) =>
  costs.reduce<number>((total, cost = 0) => total + cost, 0);

describe('one call is one workflow', () => {
  it('makes 8 images in two steps of one submit, all different', async () => {
    const { images, metadata, warnings, request } = await make({ n: 8 });
    expect(submits()).toHaveLength(1);
    expect(emulator.civitai.workflows().map(({ steps }) => steps.map(step => step.images))).toEqual([[4, 4]]);
    expect(new Set(images.map(image => Buffer.from(image).toString('base64'))).size).toBe(8);
    expect(metadata.map(({ step }) => step)).toEqual([
      ...Array(4).fill('image-1'),
      ...Array(4).fill('image-2'),
    ]);
    expect(warnings).toEqual([]);
    expect(request).toMatchObject({ requested: 8, delivered: 8, costBuzz: 208, status: 'succeeded' });
  });

  it('tells everything about an image', async () => {
    const previewUrl = 'https://example.com/preview.jpeg';
    emulator.script({
      edit: body =>
        JSON.parse(
          JSON.stringify(body).replaceAll('"type":"image"', `"type":"image","previewUrl":"${previewUrl}"`),
        ),
      on: 'submit',
    });
    const [image] = (await make({ aspectRatio: '20:9' })).metadata;
    expect(image).toEqual({
      mediaType: 'image/jpeg',
      width: 1600,
      height: 720,
      index: 0,
      url: expect.stringContaining(emulator.url),
      urlExpiresAt: expect.stringMatching(/^\d{4}-/),
      blobId: expect.any(String),
      workflowId: emulator.civitai.workflows()[0]?.id,
      step: 'image-1',
      nsfwLevel: 'pg',
      jobId: expect.any(String),
      previewUrl,
      costBuzz: 26,
    });
  });

  it('makes new pictures for the same prompt, and the same ones with dedupe', async () => {
    const [first, second] = [await make(), await make()];
    expect(second.metadata[0]?.workflowId).not.toBe(first.metadata[0]?.workflowId);
    const [third, fourth] = [await make({}, { dedupe: true }), await make({}, { dedupe: true })];
    expect(fourth.metadata[0]?.workflowId).toBe(third.metadata[0]?.workflowId);
    expect(spent()).toBe(3 * 26);
  });

  it('waits for a long workflow without sleeping, and answers the moment it ends', async () => {
    emulator.civitai.configure({ stepMs: 1600 });
    let endedAt = 0;
    emulator.civitai.onEnded(() => {
      endedAt = performance.now();
    });
    await make({}, { wait: 0 });
    const looks = emulator.requests.filter(({ query }) => query['wait'] === '1');
    expect(looks.map(({ method }) => method)).toEqual(['GET', 'GET']);
    // Half a second is the least that somebody sleeps between two looks.
    expect(performance.now() - endedAt).toBeLessThan(500);
  });

  it('chains the enhancement and gives its text back', async () => {
    const { metadata } = await make({ n: 5 }, { enhancePrompt: true });
    expect(new Set(metadata.map(({ revisedPrompt }) => revisedPrompt)).size).toBe(1);
    expect(metadata[0]?.revisedPrompt).toMatch(/cat in a tree/);
    expect(metadata[0]?.revisedPrompt).not.toBe(call.prompt);
    expect(sum(metadata.map(({ costBuzz }) => costBuzz))).toBe(5 * 26 + 1);
  });

  it('edits an image that was just made', async () => {
    const [image] = (await make()).images;
    if (image === undefined) throw new TypeError('Failed to make a source image. Check the emulator.');
    await make({ files: [{ type: 'file', mediaType: 'image/png', data: image }] });
    expect(emulator.ledger.at(-1)).toMatchObject({ operation: 'edit', cost: 29 });
  });

  it('edits an image that was made before by its address without a signature', async () => {
    const [made] = (await make()).metadata;
    const address = new URL(made?.url ?? '');
    address.search = '';
    const { images } = await make({ files: [{ type: 'url', url: address.href }] });
    expect(images).toHaveLength(1);
    expect(submits().map(({ path }) => path)).toEqual([
      '/v2/consumer/workflows',
      `/v2/consumer/blobs/${made?.blobId}/refresh`,
      '/v2/consumer/workflows',
    ]);
    expect(JSON.stringify(submits().at(-1)?.body)).toContain(`${address.href}?sig=`);
  });

  it('edits in several steps by one source that travels once', async () => {
    const [data = ''] = (await make()).images;
    const files = [{ type: 'file' as const, mediaType: 'image/png', data }];
    const { images, warnings } = await make({ n: 9, files });
    expect(images).toHaveLength(9);
    expect(warnings).toEqual([]);
    const sent = JSON.stringify(submits().at(-1)?.body);
    expect(sent.split('base64,')).toHaveLength(2);
  });
});

describe('collecting a workflow', () => {
  it('names what it is asked for in vain', async () => {
    const [first] = (await make({ n: 2 })).metadata;
    const options = { workflowId: first?.workflowId ?? '', quality: 'low', externalId: 'key-2', wait: 5 };
    const files = [{ type: 'url' as const, url: 'https://example.com/a.png' }];
    const { images, warnings } = await make({ n: 3, aspectRatio: '16:9', files }, options);
    expect(images).toHaveLength(2);
    expect(warnings).toEqual([
      {
        type: 'other',
        message: `Workflow ${first?.workflowId} is collected as it was submitted; not used: n, aspectRatio, files, providerOptions.civitai.quality, providerOptions.civitai.externalId.`,
      },
    ]);
  });

  it('has nothing to say of a call that asks for nothing else', async () => {
    const [first] = (await make()).metadata;
    const { warnings } = await make({}, { workflowId: first?.workflowId ?? '', hideMatureContent: true });
    expect(warnings).toEqual([]);
  });
});

describe('part of it fails', () => {
  it('delivers the steps that succeeded, with one warning, and shares what was charged in the end', async () => {
    emulator.script({ stepFault: { step: 'image-2', outcome: 'failed', reason: 'Provider returned 429' } });
    const { images, warnings, metadata, request } = await make({ n: 8 });
    expect(images).toHaveLength(4);
    expect(metadata.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(request?.['missing']).toEqual(
      [4, 5, 6, 7].map(index => ({ index, reason: 'Provider returned 429' })),
    );
    expect(warnings).toEqual([
      {
        type: 'other',
        message:
          '4 images of step image-2, which ended as failed, are missing: Provider returned 429. The workflow was billed 104 Buzz in all.',
      },
    ]);
    expect(sum(metadata.map(({ costBuzz }) => costBuzz))).toBe(104);
    expect(spent()).toBe(104);
  });

  it('delivers the images that were let through, and shares the cost of all', async () => {
    emulator.script({ stepFault: { blockImages: [1], reason: 'Too spicy' } });
    const { metadata, warnings } = await make({ n: 3 });
    expect(metadata.map(({ costBuzz }) => costBuzz)).toEqual([39, 39]);
    expect(JSON.stringify(warnings)).toMatch(/1 image of step image-1 is missing/);
  });

  it.each(['job', 'errors', 'step', 'metadata'] as const)(
    'explains a failure from the %s',
    async reasonIn => {
      emulator.script({ stepFault: { outcome: 'failed', reason: 'Provider is on fire', reasonIn } });
      const error = await failureOf(make());
      expect(error).toMatchObject({
        name: 'GenerationFailedError',
        reasons: ['Provider is on fire'],
        workflowId: emulator.civitai.workflows()[0]?.id,
      });
      expect(submits()).toHaveLength(1);
    },
  );

  it('is a matter of moderation when the job was blocked', async () => {
    emulator.script({ stepFault: { outcome: 'blocked' } });
    expect(await failureOf(make())).toMatchObject({ name: 'ContentModerationError', isRetryable: false });
  });

  it('says how to look again when an answer has lost what was made and billed', async () => {
    emulator.script({ edit: withoutSteps, on: 'submit' });
    const error = await failureOf(make());
    const { id } = emulator.civitai.workflows()[0] ?? {};
    const advice = `Pass providerOptions.civitai.workflowId '${id}' to collect its images without paying again.`;
    expect(error).toMatchObject({
      name: 'GenerationFailedError',
      cost: { buzz: 26 },
      message: expect.stringContaining(advice),
    });
    expect((await make({}, { workflowId: id ?? '' })).images).toHaveLength(1);
    expect(spent()).toBe(26);
  });

  it.each(['expired', 'canceled'] as const)('explains a step that was %s', async outcome => {
    emulator.script({ stepFault: { outcome } });
    expect(await failureOf(make())).toMatchObject({
      name: 'GenerationFailedError',
      message: expect.stringContaining(`ended as ${outcome}`),
    });
  });

  it.each([400, 403] as const)('says that Buzz is missing when the service answers %i', async status => {
    emulator.civitai.configure({ insufficientFundsStatus: status });
    emulator.civitai.setBalances({ blue: 1, green: 1, yellow: 1 });
    expect(await failureOf(make())).toMatchObject({
      name: 'InsufficientFundsError',
      statusCode: status,
      isRetryable: false,
    });
  });

  it('leaves any other 403 a plain error', async () => {
    emulator.script({ status: 403 });
    expect(await failureOf(make())).toMatchObject({ name: 'AI_APICallError', statusCode: 403 });
  });
});

function withoutSteps(body: unknown): object {
  return { ...Object(body), steps: [] };
}

function breakDown(): never {
  throw new RangeError('bar too long');
}

describe('progress', () => {
  it('tells changes as they come, in order, to the end', async () => {
    emulator.civitai.configure({ stepMs: 1200 });
    const events: CivitaiProgress[] = [];
    const { warnings } = await make({}, {}, { onProgress: event => events.push(event) });
    const [sending, first] = events;
    // Before anything is sent, so that a process that dies has what collects it.
    expect(sending).toMatchObject({ status: 'submitting', resume: { externalId: sending?.externalId } });
    expect(first).toMatchObject({
      status: expect.stringMatching(/unassigned|scheduled|processing/),
      resume: { workflowId: first?.workflowId },
    });
    expect(events.at(-1)).toMatchObject({
      status: 'succeeded',
      progress: 1,
      paid: [{ index: 0, url: expect.any(String), blobId: expect.any(String) }],
    });
    expect(new Set(events.slice(1).map(({ workflowId }) => workflowId)).size).toBe(1);
    expect(events.length).toBeGreaterThanOrEqual(3);
    expect(warnings).toEqual([]);
  });

  it('survives an onProgress that throws', async () => {
    const { images, warnings } = await make({}, {}, { onProgress: breakDown });
    expect(images).toHaveLength(1);
    expect(JSON.stringify(warnings)).toMatch(/bar too long/);
  });
});

describe('estimateCost', () => {
  it('asks without running, charging or claiming a key', async () => {
    const civitai = createCivitai(emulator.civitai);
    expect(await civitai.estimateCost({ model: 'grok-imagine-image', n: 8, enhancePrompt: true })).toEqual({
      totalBuzz: 209,
      baseBuzz: 209,
      byCurrency: { blue: 209 },
      insufficientBuzz: false,
      warnings: [],
    });
    expect(submits()[0]?.query).toEqual({ whatif: 'true' });
    expect(submits()[0]?.body).not.toHaveProperty('externalId');
    expect(emulator.ledger).toEqual([]);
  });

  it('says when the account cannot pay', async () => {
    emulator.civitai.setBalances({ blue: 0, green: 0, yellow: 0 });
    expect(await createCivitai(emulator.civitai).estimateCost({ model: 'grok' })).toMatchObject({
      insufficientBuzz: true,
    });
  });
});
