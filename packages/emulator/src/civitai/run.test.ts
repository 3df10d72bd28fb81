import { describe, expect, it } from 'vitest';
import { create, imagesOf, start, stepsOf } from '../../test/civitai.ts';

const poll = { interval: 2 };

describe('waiting for a workflow', () => {
  it('is answered the moment the workflow ends', async () => {
    const { submit, get, emulator } = await start({ civitai: { stepMs: 20 } });
    let endedAt = 0;
    emulator.civitai.onEnded(() => {
      endedAt = performance.now();
    });
    const { json } = await submit({ steps: [create()] }, '');
    const reply = await get(json['id'], '?wait=100');
    expect(reply).toMatchObject({ status: 200, json: { status: 'succeeded' } });
    expect(performance.now() - endedAt).toBeLessThan(200);
  });

  it('shows how many are in front in the queue', async () => {
    let now = Date.now();
    const { submit, get } = await start({ now: () => now, civitai: { queueMs: 60_000 } });
    const { json } = await submit({ steps: [create()] }, '');
    await expect.poll(async () => (await get(json['id'])).json['status'], poll).toBe('scheduled');
    for (const [passed, precedingJobs] of [
      [0, 3],
      [30_000, 2],
      [30_000, 0],
    ] as const) {
      now += passed;
      const job = { status: 'scheduled', queuePosition: { support: 'available', precedingJobs } };
      expect(stepsOf(await get(json['id']))).toMatchObject([{ status: 'scheduled', jobs: [job] }]);
    }
  });

  it('shows the progress', async () => {
    let now = Date.now();
    const { submit, get } = await start({ now: () => now, civitai: { stepMs: 60_000 } });
    const { json } = await submit({ steps: [create()] }, '');
    await expect.poll(async () => (await get(json['id'])).json['status'], poll).toBe('processing');
    now += 15_000;
    const reply = await get(json['id']);
    expect(reply.status).toBe(202);
    expect(stepsOf(reply)).toMatchObject([{ status: 'processing', estimatedProgressRate: 0.25 }]);
  });

  it.each([
    ['processing', { stepMs: Infinity }],
    ['processing', { stepMs: 1e12 }],
    ['scheduled', { queueMs: Infinity }],
  ])('goes on while a step is %s for longer than a timer can be: %o', async (status, civitai) => {
    const { submit, get } = await start({ civitai });
    const { json } = await submit({ steps: [create()] }, '');
    await expect.poll(async () => (await get(json['id'])).json['status'], poll).toBe(status);
    for (let asked = 0; asked < 10; asked += 1) expect((await get(json['id'])).json['status']).toBe(status);
  });

  it('gives addresses that never expire', async () => {
    const { submit, emulator } = await start({ civitai: { urlLifetimeMs: Infinity } });
    const [image] = imagesOf(await submit({ steps: [create()] }));
    expect(image).toMatchObject({ urlExpiresAt: '+275760-09-13T00:00:00.000Z' });
    expect((await emulator.fetch(String(image?.['url']))).status).toBe(200);
  });

  it('refuses a wait that is no number', async () => {
    const { submit } = await start();
    const reply = await submit({ steps: [create()] }, '?wait=long');
    expect(reply.json['errors']).toMatchObject({ wait: [expect.stringContaining('long')] });
  });
});

describe('steps that refer to each other', () => {
  const enhance = {
    $type: 'promptEnhancement',
    name: 'enhance',
    input: { ecosystem: 'grok', prompt: 'A cat' },
  };
  const reference = { $ref: 'enhance', path: 'output.enhancedPrompt' };

  it('run after each other, with the value in place of the reference', async () => {
    const { submit, emulator } = await start();
    const reply = await submit({ steps: [enhance, { ...create({ prompt: reference }), name: 'image' }] });
    const [first, second] = stepsOf(reply);
    expect(first?.['output']).toMatchObject({
      enhancedPrompt: expect.stringMatching(/^A cat, /),
      issues: [{}],
    });
    expect(second?.['input']).toMatchObject({ prompt: expect.stringMatching(/^A cat, /) });
    expect(reply.json['cost']).toMatchObject({ total: 27 });
    expect(emulator.ledger).toMatchObject([{ operation: 'generate', images: 1, cost: 27 }]);
  });

  it('are canceled when the source fails', async () => {
    const { submit, emulator } = await start();
    emulator.script({ stepFault: { step: 'enhance', outcome: 'failed' } });
    const reply = await submit({ steps: [enhance, create({ prompt: reference })] });
    expect(reply.json['status']).toBe('failed');
    expect(stepsOf(reply)).toMatchObject([{ status: 'failed' }, { status: 'canceled' }]);
    expect(emulator.civitai.workflows()).toMatchObject([{ charged: 0, refunded: 27 }]);
  });

  it('take values from the arguments too', async () => {
    const { submit } = await start();
    const steps = [create({ prompt: { $ref: '$arguments', path: 'words[1]' } })];
    const reply = await submit({ steps, arguments: { words: ['A cat', 'A dog'] } });
    expect(stepsOf(reply)[0]?.['input']).toMatchObject({ prompt: 'A dog' });
  });

  it('fail when the value does not fit', async () => {
    const { submit } = await start();
    const steps = [create({ prompt: { $ref: '$arguments', path: 'missing' } })];
    const reply = await submit({ steps, arguments: {} });
    expect(stepsOf(reply)[0]).toMatchObject({
      jobs: [{ reason: 'input.prompt: is required' }],
    });
  });
});

describe('a step that goes wrong', () => {
  it.each([
    ['#error', { status: 'failed', jobs: [{ reason: 'Provider returned 500: internal error' }] }],
    ['#error=errors', { output: { errors: ['Provider returned 500: internal error'] } }],
    ['#error=step', { reason: 'Provider returned 500: internal error' }],
    ['#error=metadata', { metadata: { error: 'Provider returned 500: internal error' } }],
    ['#fail', { jobs: [{ reason: 'blocked', blockedReason: expect.stringContaining('moderation') }] }],
    ['#expired', { status: 'expired' }],
    ['#canceled', { status: 'canceled' }],
  ])('says so: %s', async (trigger, step) => {
    const { submit } = await start();
    const reply = await submit({ steps: [create({ prompt: `A cat ${trigger}` })] });
    expect(reply.status).toBe(200);
    expect(stepsOf(reply)[0]).toMatchObject(step);
    expect(imagesOf(reply)).toMatchObject([{ available: false }]);
  });

  it('may give no reason', async () => {
    const { submit } = await start();
    const reply = await submit({ steps: [create({ prompt: '#error=none' })] });
    expect(stepsOf(reply)[0]).toMatchObject({ status: 'failed', jobs: [{ status: 'failed' }] });
    expect(JSON.stringify(reply.body)).not.toContain('"reason"');
  });

  it('delivers the images that are left', async () => {
    const { submit, emulator } = await start();
    const prompt = '#flag-one #lose=1 #drop=1';
    const reply = await submit({ steps: [create({ prompt, quantity: 4 })] });
    expect(reply.json).toMatchObject({ status: 'succeeded', lostBlobsRefund: 26 });
    expect(imagesOf(reply)).toMatchObject([
      { available: false, blockedReason: 'moderated' },
      { available: false, url: expect.stringContaining('sig=') },
      { available: true },
    ]);
    expect(stepsOf(reply)[0]?.['output']).toMatchObject({ errors: [expect.any(String)] });
    expect(emulator.ledger).toMatchObject([{ images: 2, cost: 52 }]);
  });

  it('is stuck until its timeout, or for good', async () => {
    const { submit, get } = await start();
    const late = await submit({ steps: [{ ...create({ prompt: '#stuck' }), timeout: '00:00:00.01' }] });
    expect(stepsOf(late)[0]).toMatchObject({ status: 'expired', jobs: [{ reason: 'timeout' }] });
    const stuck = await submit({ steps: [create({ prompt: 'A dog #stuck' })] }, '?wait=0');
    await expect
      .poll(async () => (await get(stuck.json['id'])).json['status'], { interval: 5 })
      .toBe('processing');
  });

  it.each([
    [{ jobStatus: 'expired' }, { status: 'expired' }],
    [{ jobStatus: 'paused' }, { status: 'paused' }],
    [{ moderate: 'fail' }, { status: 'failed', steps: [{ jobs: [{ reason: 'blocked' }] }] }],
    [{ moderate: 'flag', items: [0] }, { steps: [{ output: { images: [{ blockedReason: 'moderated' }] } }] }],
    [{ moderate: 'empty' }, { steps: [{ output: { images: [] } }] }],
    [{ moderate: 'refuse' }, { errors: { messages: [expect.stringContaining('mature content')] } }],
    [
      { stepFault: { step: 0, outcome: 'failed', reason: 'Out of memory' } },
      { steps: [{ jobs: [{ reason: 'Out of memory' }] }] },
    ],
  ] as const)('follows the script %j', async (fault, answer) => {
    const { submit, emulator } = await start();
    emulator.script({ backend: 'civitai', ...fault });
    expect((await submit({ steps: [create()] })).json).toMatchObject(answer);
  });
});

describe('an ephemeral workflow', () => {
  it('needs somebody who waits', async () => {
    const { submit } = await start();
    const reply = await submit({ steps: [create()], ephemeral: true }, '');
    expect(reply).toMatchObject({ status: 400 });
  });

  it('is gone when it is over', async () => {
    const { submit, get } = await start();
    const reply = await submit({ steps: [create()], ephemeral: true });
    expect(reply).toMatchObject({ status: 200, json: { ephemeral: true } });
    expect(await get(reply.json['id'])).toMatchObject({ status: 404 });
  });
});
