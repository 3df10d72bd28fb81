import { describe, expect, it } from 'vitest';
import { listOf, objectOf } from './json.ts';
import { type Client, create, start, stepsOf } from '../../test/civitai.ts';

/** An emulator with one workflow that is being processed. */
async function withRunning(): Promise<Client & { id: string; path: string }> {
  const client = await start({ civitai: { stepMs: 60_000, queueMs: 0, assignMs: 0 } });
  const { json } = await client.submit({ steps: [create()], tags: ['one'], metadata: { kept: 1 } }, '');
  const id = String(json['id']);
  await expect.poll(async () => (await client.get(id)).json['status'], { interval: 1 }).toBe('processing');
  return { ...client, id, path: `/v2/consumer/workflows/${id}` };
}

describe('canceling a workflow', () => {
  it('ends it, answers who waits, and gives the Buzz back', async () => {
    const { call, get, id, path, emulator } = await withRunning();
    const waiting = get(id, '?wait=100');
    expect(await call('PUT', path, { status: 'canceled' })).toMatchObject({ status: 204 });
    const reply = await waiting;
    expect(reply).toMatchObject({ status: 200, json: { status: 'canceled' } });
    expect(reply.json['transactions']).toMatchObject({
      list: [
        { type: 'debit', amount: 26 },
        { type: 'credit', amount: 26, accountType: 'blue' },
      ],
    });
    expect(emulator.civitai.balances()).toMatchObject({ blue: 100_000 });
    expect(emulator.ledger).toMatchObject([{ images: 0, cost: 0 }]);
  });

  it('is a conflict when it is over', async () => {
    const { call, path } = await withRunning();
    await call('PUT', path, { status: 'canceled' });
    expect(await call('PUT', path, { status: 'canceled' })).toMatchObject({ status: 409 });
    expect(await call('PUT', path, { metadata: { late: true } })).toMatchObject({ status: 204 });
  });

  it('only knows that one status', async () => {
    const { call, path } = await withRunning();
    const reply = await call('PUT', path, { status: 'succeeded' });
    expect(reply.json['errors']).toMatchObject({ status: [expect.stringContaining('canceled')] });
  });

  it('can be done by a patch', async () => {
    const { call, path, get, id } = await withRunning();
    const patch = [{ op: 'replace', path: '/status', value: 'canceled' }];
    const type = { 'content-type': 'application/json-patch+json' };
    expect(await call('PATCH', path, patch, type)).toMatchObject({ status: 204 });
    expect((await get(id)).json['status']).toBe('canceled');
  });
});

describe('changing a workflow', () => {
  it('replaces tags and metadata', async () => {
    const { call, path, get, id } = await withRunning();
    await call('PUT', path, { tags: ['two'], metadata: { other: 2 } });
    expect((await get(id)).json).toMatchObject({ tags: ['two'], metadata: { other: 2 } });
  });

  it('follows the operations of a patch', async () => {
    const { call, path, get, id } = await withRunning();
    const patch = [
      { op: 'test', path: '/metadata/kept', value: 1 },
      { op: 'add', path: '/tags/-', value: 'two' },
      { op: 'add', path: '/tags/0', value: 'zero' },
      { op: 'copy', from: '/metadata/kept', path: '/metadata/copied' },
      { op: 'move', from: '/metadata/kept', path: '/metadata/moved' },
      { op: 'remove', path: '/tags/1' },
    ];
    expect(await call('PATCH', path, patch)).toMatchObject({ status: 204 });
    expect((await get(id)).json).toMatchObject({ tags: ['zero', 'two'], metadata: { copied: 1, moved: 1 } });
    expect(await call('PATCH', path, [{ op: 'test', path: '/tags/0', value: 'x' }])).toMatchObject({
      status: 409,
    });
    expect(await call('PATCH', path, [{ op: 'remove', path: '/nothing' }])).toMatchObject({ status: 400 });
  });

  it('adds and removes single tags', async () => {
    const { call, path, get, id } = await withRunning();
    await call('POST', `${path}/tags`, 'two words');
    expect((await get(id)).json['tags']).toEqual(['one', 'two words']);
    await call('DELETE', `${path}/tags/one`);
    expect((await get(id)).json['tags']).toEqual(['two words']);
    await call('DELETE', `${path}/tags`);
    expect((await get(id)).json['tags']).toEqual([]);
  });

  it('reads a step, and changes its metadata', async () => {
    const { call, path, get, id } = await withRunning();
    expect(await call('PUT', `${path}/steps/$0`, { metadata: { a: 1 } })).toMatchObject({ status: 204 });
    const patch = [{ op: 'add', path: '/metadata/b', value: 2 }];
    expect(await call('PATCH', `${path}/steps/$0`, patch)).toMatchObject({ status: 204 });
    expect((await call('GET', `${path}/steps/$0`)).json).toMatchObject({ metadata: { a: 1, b: 2 } });
    expect(stepsOf(await get(id))).toMatchObject([{ metadata: { a: 1, b: 2 } }]);
    expect(await call('GET', `${path}/steps/other`)).toMatchObject({ status: 404 });
  });
});

describe('deleting a workflow', () => {
  it('hides it, and gives back only what was not started', async () => {
    const { call, path, get, id, emulator } = await withRunning();
    expect(await call('DELETE', path)).toMatchObject({ status: 204 });
    expect(await get(id)).toMatchObject({ status: 404 });
    expect(await call('DELETE', path)).toMatchObject({ status: 404 });
    expect(emulator.civitai.workflows()).toMatchObject([
      { isDeleted: true, status: 'canceled', charged: 26 },
    ]);
  });
});

describe('finding workflows', () => {
  it('filters by tags, metadata and outcome, and pages', async () => {
    const { call, submit } = await start();
    for (const [index, prompt] of ['A cat', 'A dog', 'A cow #error'].entries()) {
      const body = {
        steps: [create({ prompt })],
        tags: ['all', `tag-${index}`],
        metadata: { order: `no-${index}` },
      };
      await submit(body);
    }
    const list = async (query: string): Promise<readonly unknown[]> => {
      const { json } = await call('GET', `/v2/consumer/workflows?${query}`);
      return listOf(json['items']).map(item => listOf(objectOf(item)['tags'])[1]);
    };
    expect(await list('')).toEqual(['tag-2', 'tag-1', 'tag-0']);
    expect(await list('ascending=true')).toEqual(['tag-0', 'tag-1', 'tag-2']);
    expect(await list('tags=all&tags=tag-1')).toEqual(['tag-1']);
    expect(await list('query=no-0')).toEqual(['tag-0']);
    expect(await list('excludeFailed=true')).toEqual(['tag-1', 'tag-0']);
    expect(await list('fromDate=2999-01-01T00:00:00Z')).toEqual([]);
    const page = await call('GET', '/v2/consumer/workflows?take=2');
    expect(await list(`take=2&cursor=${String(page.json['next'])}`)).toEqual(['tag-0']);
    const last = await call('GET', `/v2/consumer/workflows?cursor=${String(page.json['next'])}`);
    expect(last.json).not.toHaveProperty('next');
  });
});

describe('a recipe', () => {
  it('answers with the output of its step', async () => {
    const { call, emulator } = await start();
    const input = { engine: 'grok', operation: 'createImage', prompt: 'A cat' };
    const reply = await call('POST', '/v2/consumer/recipes/imageGen', input);
    expect(reply).toMatchObject({ status: 200, json: { images: [{ available: true }] } });
    expect(emulator.ledger).toHaveLength(1);
    const priced = await call('POST', '/v2/consumer/recipes/imageGen?whatif=true', input);
    expect(priced.headers.get('x-civitai-cost-total')).toBe('26');
    const wrong = await call('POST', '/v2/consumer/recipes/imageGen', { ...input, quantity: 9 });
    expect(wrong.json['errors']).toMatchObject({ 'input.quantity': [expect.stringContaining('<= 4')] });
  });
});

describe('an error that the script asks for', () => {
  it.each([
    [400, expect.objectContaining({ errors: { messages: [expect.any(String)] } })],
    [401, expect.objectContaining({ title: 'Unauthorized', status: 401 })],
    [403, 'You do not have permission to run this workflow.'],
    [429, expect.objectContaining({ title: 'Too Many Requests' })],
    [500, ''],
    [502, expect.stringContaining('<html>')],
  ])('has the body that %i has', async (status, body) => {
    const { submit, emulator } = await start();
    emulator.script({ backend: 'civitai', status });
    const reply = await submit({ steps: [create()] });
    expect(reply.status).toBe(status);
    expect(reply.body).toEqual(body);
    expect(emulator.civitai.workflows()).toHaveLength(0);
  });
});
