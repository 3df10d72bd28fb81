import { describe, expect, it } from 'vitest';
import { create, imagesOf, start, stepsOf } from '../../test/civitai.ts';

describe('submitting a workflow', () => {
  it('answers 200 with the finished workflow when it ends within wait', async () => {
    const { submit, emulator } = await start();
    const reply = await submit({ steps: [create({ aspectRatio: '20:9', quantity: 2 })], tags: ['a'] });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      status: 'succeeded',
      tags: ['a'],
      cost: { base: 52, total: 52 },
      transactions: { list: [{ type: 'debit', amount: 52, accountType: 'blue' }] },
    });
    expect(imagesOf(reply)).toMatchObject([
      { available: true, width: 1600, height: 720 },
      { available: true, width: 1600, height: 720 },
    ]);
    expect(emulator.ledger).toMatchObject([{ backend: 'civitai', images: 2, cost: 52, unit: 'buzz' }]);
  });

  it('answers 202 at once without wait', async () => {
    const { submit, get } = await start();
    const reply = await submit({ steps: [create()] }, '');
    expect(reply.status).toBe(202);
    expect(reply.json).toMatchObject({ status: 'unassigned', id: expect.stringMatching(/^6-\d{17}$/) });
    expect((await get(reply.json['id'], '?wait=30')).status).toBe(200);
  });

  it('echoes the input with the defaults of version v2.0', async () => {
    const { submit } = await start();
    const step = { $type: 'imageGen', input: { engine: 'grok', version: 'v2.0', prompt: 'A cat' } };
    const reply = await submit({ steps: [step] });
    expect(stepsOf(reply)[0]).toMatchObject({
      name: '$0',
      input: {
        operation: 'createImage',
        aspectRatio: '1:1',
        resolution: '2k',
        quality: 'medium',
        quantity: 1,
      },
    });
    expect(imagesOf(reply)).toMatchObject([{ width: 2048, height: 2048 }]);
    expect(reply.json['cost']).toMatchObject({ total: 104 });
  });

  it.each([
    ['steps[0].input.aspectRatio', create({ aspectRatio: '21:9' }), 'one of 2:1, 20:9'],
    ['steps[0].input.quantity', create({ quantity: 5 }), '<= 4'],
    ['steps[0].input.images', create({ operation: 'editImage', images: [] }), 'fewer than 1 items'],
    [
      'steps[0].input.images',
      create({ operation: 'editImage', images: ['a', 'b', 'c', 'd'] }),
      'more than 3 items',
    ],
    ['steps[0].input.images', create({ operation: 'editImage' }), 'is required'],
    ['steps[0].input.seed', create({ seed: 1 }), 'Unrecognized key'],
    [
      'steps[0].input.aspectRatio',
      create({ operation: 'editImage', images: ['a'], aspectRatio: '1:1' }),
      'Unrecognized key',
    ],
    ['steps[0].input.operation', create({ operation: null }), 'one of createImage, editImage'],
    ['steps[0].input.resolution', create({ version: 'v2.0', resolution: '4k' }), 'one of 1k, 2k'],
    ['steps[0].input.engine', create({ engine: 'flux' }), 'one of openai, flux1-kontext, flux2'],
    ['steps[0].input.prompt', create({ prompt: { $ref: 'enhance', path: 'output' } }), 'not a step before'],
    ['steps[0].timeout', { ...create(), timeout: 'PT10M' }, 'a time span'],
    ['steps[0].$type', { ...create(), $type: 'videoGen' }, 'one of imageGen, promptEnhancement'],
  ])('refuses a wrong %s', async (field, step, message) => {
    const { submit, emulator } = await start();
    const reply = await submit({ steps: [step] });
    expect(reply.status).toBe(400);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.json['errors']).toMatchObject({ [field]: [expect.stringContaining(message)] });
    expect(emulator.ledger).toHaveLength(0);
  });

  it.each([
    ['tags', { tags: Array.from({ length: 11 }, (_, index) => `tag ${index}`) }, '<=10 items'],
    ['externalId', { externalId: 'two words' }, 'made of letters'],
    [
      'callbacks[0].url',
      { callbacks: [{ url: 'http://127.0.0.1/', type: ['workflow:*'] }] },
      'must use https',
    ],
    ['tips.civitai', { tips: { civitai: 3, creators: 0 } }, '<=2'],
    ['speed', { speed: 1 }, 'Unrecognized key'],
  ])('refuses wrong %s of the workflow', async (field, part, message) => {
    const { submit } = await start();
    const reply = await submit({ steps: [create()], ...part });
    expect(reply.json['errors']).toMatchObject({ [field]: [expect.stringContaining(message)] });
  });

  it('drops unknown fields in silence when it is not strict', async () => {
    const { submit } = await start({ civitai: { strict: false } });
    const reply = await submit({ steps: [create({ seed: 1 })] });
    expect(reply.status).toBe(200);
    expect(stepsOf(reply)[0]?.['input']).not.toHaveProperty('seed');
  });

  it('asks for a key, for JSON, and for valid JSON', async () => {
    const { call, emulator } = await start();
    const path = '/v2/consumer/workflows';
    expect(await call('POST', path, {}, { authorization: '' })).toMatchObject({ status: 401 });
    expect(await call('POST', path, {}, { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
    const { apiKey, baseURL } = emulator.civitai;
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const broken = await fetch(`${baseURL}${path}`, { method: 'POST', headers, body: '{"steps"' });
    expect(broken.status).toBe(400);
  });
});

describe('submitting the same thing again', () => {
  it('starts and charges once for one externalId', async () => {
    const { submit, emulator } = await start({ civitai: { dedupe: false } });
    const body = { steps: [create()], externalId: 'order-1' };
    const [first, second] = await Promise.all([submit(body), submit(body)]);
    expect(first.json['id']).toBe(second.json['id']);
    expect(first.json['externalId']).toBe('6-order-1');
    expect(emulator.ledger).toHaveLength(1);
    expect(emulator.civitai.workflows()).toMatchObject([{ externalId: 'order-1', charged: 26 }]);
  });

  it('keeps the workflow of an answer that was lost', async () => {
    const { submit, emulator } = await start();
    emulator.script({ backend: 'civitai', reset: 'after' });
    const body = { steps: [create({ imageMetadata: 'nonce' })], externalId: 'order-1' };
    await expect(submit(body)).rejects.toThrow(TypeError);
    const reply = await submit(body);
    expect(imagesOf(reply)).toHaveLength(1);
    expect(emulator.ledger).toMatchObject([{ cost: 26 }]);
    expect(emulator.civitai.workflows()).toHaveLength(1);
  });

  it('keeps the externalIds of two users apart', async () => {
    const { submit, call } = await start();
    const body = { steps: [create()], externalId: 'order-1' };
    const mine = await submit(body);
    const other = { authorization: 'Bearer another-key' };
    const theirs = await call('POST', '/v2/consumer/workflows?wait=30', body, other);
    expect(theirs.json['id']).not.toBe(mine.json['id']);
    expect(theirs.json['externalId']).toBe('7-order-1');
    const path = `/v2/consumer/workflows/${String(mine.json['id'])}`;
    expect(await call('GET', path, undefined, other)).toMatchObject({ status: 404 });
  });

  it('answers equal steps with the earlier workflow, unless that failed', async () => {
    const { submit, emulator } = await start();
    const first = await submit({ steps: [create()] });
    expect((await submit({ steps: [create()] })).json['id']).toBe(first.json['id']);
    const other = await submit({ steps: [create({ imageMetadata: 'nonce' })] });
    expect(other.json['id']).not.toBe(first.json['id']);
    emulator.script({ stepFault: { outcome: 'failed' } });
    const failed = await submit({ steps: [create({ prompt: 'A dog' })] });
    expect((await submit({ steps: [create({ prompt: 'A dog' })] })).json['id']).not.toBe(failed.json['id']);
  });

  it('starts anew for equal steps when it does not dedupe', async () => {
    const { submit, emulator } = await start({ civitai: { dedupe: false } });
    await submit({ steps: [create()] });
    await submit({ steps: [create()] });
    expect(emulator.ledger).toHaveLength(2);
  });
});
