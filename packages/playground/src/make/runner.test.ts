import { expect, test } from 'vitest';
import type { RunView } from '../protocol/run.ts';
import { key, openStage, pressOf } from '../test/stage.ts';

test('pictures are in the folder by the time that anybody hears of them', async () => {
  const stage = await openStage();
  await stage.ask('/api/runs', pressOf({ n: 2 }));
  const run = await stage.ended(`${key}-0`);
  expect(run).toMatchObject({ state: 'done', cost: { usd: 0.04 }, estimate: { usd: 0.04 } });
  const next = await stage.reopen();
  for (const { id } of run.pictures) {
    const full = await next.ask(`/api/pictures/${id}/full`);
    expect(full.headers.get('content-type')).toBe('image/jpeg');
    const small = await next.ask(`/api/pictures/${id}/small`);
    expect(small.headers.get('content-type')).toBe('image/webp');
  }
});

test('a press is paid once, at once and in the next process, and its key belongs to it', async () => {
  const stage = await openStage();
  await Promise.all([stage.ask('/api/runs', pressOf()), stage.ask('/api/runs', pressOf())]);
  await stage.ended(`${key}-0`);
  const next = await stage.reopen();
  const again = await next.ask('/api/runs', pressOf());
  const runs: RunView[] = await again.json();
  expect(runs.map(({ pictures }) => pictures.length)).toEqual([1]);
  expect((await next.ask('/api/runs', pressOf({ prompt: 'A dog' }))).status).toBe(400);
  expect(stage.emulator.ledger).toHaveLength(1);
});

test('a slip in one of several calls sends none of them', async () => {
  const stage = await openStage();
  const targets = [
    { service: 'civitai', model: 'grok-imagine-image' },
    { service: 'xai', model: 'grok-imagine-image', options: { resolutoin: '2k' } },
  ];
  const response = await stage.ask('/api/runs', pressOf({ targets }));
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    problem: expect.stringMatching(/resolution \(did you mean that\?\)/),
  });
  expect((await stage.ask('/api/runs', pressOf({ prompt: ' ' }))).status).toBe(400);
  expect(stage.emulator.ledger).toHaveLength(0);
  expect([...stage.library.runs()]).toEqual([]);
});

test('a process that dies in the middle loses nothing of xAI and Civitai: the next one collects it', async () => {
  const stage = await openStage({ deferredMs: 150, civitai: { stepMs: 150 } });
  const targets = ['xai', 'civitai'].map(service => ({ service, model: 'grok-imagine-image' }));
  await stage.ask('/api/runs', pressOf({ targets }));
  const lookAt = (index: number) => stage.library.run(`${key}-${index}`)?.resumes ?? [];
  await expect.poll(() => [lookAt(0).length, lookAt(1).length]).toEqual([1, 2]);
  // What the dead process would still have done, the next one does not see.
  const next = await stage.reopen();
  next.runner.recover();
  for (const index of [0, 1]) {
    expect(await next.ended(`${key}-${index}`)).toMatchObject({ state: 'done', pictures: [{ index: 0 }] });
  }
  expect(stage.emulator.ledger.map(({ backend }) => backend).toSorted()).toEqual(['civitai', 'xai']);
});

test('of a gateway that nobody can ask later, the next process says that it may have been billed', async () => {
  const stage = await openStage({ latencyMs: 200 });
  await stage.ask('/api/runs', pressOf({ targets: [{ service: 'crazyrouter', model: 'grok-4-image' }] }));
  await expect.poll(() => stage.library.run(`${key}-0`)?.isSent).toBe(true);
  const next = await stage.reopen();
  next.runner.recover();
  const { problem } = await next.ended(`${key}-0`);
  expect(problem).toMatchObject({ money: 'It may have been billed.', canCollect: false });
});

test('a call that never left costs nothing, and the next process says so', async () => {
  const stage = await openStage();
  const asked = { service: 'xai', model: 'm', prompt: 'A cat', n: 1, options: {}, sources: [], reuse: false };
  stage.library.note({ type: 'made', id: `${key}-0`, press: key, at: new Date().toISOString(), ...asked });
  const next = await stage.reopen();
  next.runner.recover();
  expect((await next.ended(`${key}-0`)).problem?.money).toBe('Nothing was billed.');
});

test('a workflow that never arrived is not sent when it is collected', async () => {
  const stage = await openStage();
  const asked = {
    service: 'civitai',
    model: 'grok-imagine-image',
    prompt: 'A cat',
    n: 1,
    options: {},
    sources: [],
    reuse: false,
  };
  const id = `${key}-0`;
  stage.library.note({ type: 'made', id, press: key, at: new Date().toISOString(), ...asked });
  stage.library.note({ type: 'told', id, resume: { externalId: 'never-sent' }, paid: [] });
  const next = await stage.reopen();
  next.runner.recover();
  expect((await next.ended(id)).problem?.what).toMatch(/knows of no such call/);
  expect(stage.emulator.ledger).toHaveLength(0);
});

test('pictures that were paid and not fetched are collected once they can be, and paid once', async () => {
  const stage = await openStage();
  const page = stage.emulator.script({ on: 'content', answer: { body: '<html>Sorry' }, times: Infinity });
  await stage.ask('/api/runs', pressOf());
  const failed = await stage.ended(`${key}-0`);
  expect(failed.problem).toMatchObject({ kind: 'download', canCollect: true, cost: { usd: 0.02 } });
  page.cancel();
  const next = await stage.reopen();
  expect((await next.ask(`/api/runs/${key}-0/collect`, {})).status).toBe(204);
  expect(await next.ended(`${key}-0`)).toMatchObject({ state: 'done', pictures: [{ index: 0 }] });
  expect((await next.ask(`/api/runs/${key}-0/collect`, {})).status).toBe(400);
  expect(stage.emulator.ledger).toHaveLength(1);
});

test('a deleted picture leaves the gallery and the disk, and what it cost stays', async () => {
  const stage = await openStage();
  await stage.ask('/api/runs', pressOf());
  const { pictures } = await stage.ended(`${key}-0`);
  const [picture] = pictures;
  const file = stage.library.picture(picture?.id ?? '')?.picture.file ?? '';
  const headers = {
    host: '127.0.0.1:4180',
    origin: 'http://127.0.0.1:4180',
    cookie: 'grok-image-4180=a-token-of-this-test',
  };
  expect(
    (await stage.ask(`/api/pictures/${picture?.id}`, undefined, { method: 'DELETE', headers })).status,
  ).toBe(204);
  expect(await stage.files.read(file)).toBeUndefined();
  const next = await stage.reopen();
  expect(next.library.search({})).toEqual([]);
  expect(await (await next.ask('/api/watch')).json()).toMatchObject({ total: [{ usd: 0.02 }], pictures: 1 });
});
