import { expect, test } from 'vitest';
import { key, openStage, origin, port, pressOf, token } from '../test/stage.ts';

const host = `127.0.0.1:${port}`;
const cookie = `grok-image-${port}=${token}`;

/** A request as an attacker may send it. */
async function send(headers: Record<string, string>, path = '/api/runs', init: RequestInit = {}) {
  const { app, emulator } = await openStage();
  const response = await app.request(`${origin}${path}`, { ...init, headers });
  return { response, emulator };
}

const body = JSON.stringify(pressOf());

test('a page with a name that leads here (DNS rebinding) gets nothing', async () => {
  for (const name of [
    'evil.example',
    `evil.example:${port}`,
    `127.0.0.1.evil.example:${port}`,
    '127.0.0.1:1',
  ]) {
    const { response } = await send({ host: name, cookie });
    expect([name, response.status]).toEqual([name, 421]);
  }
});

test('a page of another origin changes and reads nothing, although the browser has the cookie', async () => {
  for (const other of ['https://evil.example', 'null', `http://localhost:${port + 1}`, `https://${host}`]) {
    const { response, emulator } = await send({ host, cookie, origin: other }, '/api/runs', {
      method: 'POST',
      body,
    });
    expect([other, response.status]).toEqual([other, 403]);
    expect(emulator.requests).toHaveLength(0);
    expect((await send({ host, cookie, origin: other })).response.status).toBe(403);
  }
});

test('a form, or a picture in a page elsewhere, that sends no origin changes and shows nothing', async () => {
  const posted = await send({ host, cookie }, '/api/runs', { method: 'POST', body });
  expect(posted.response.status).toBe(403);
  expect(posted.emulator.requests).toHaveLength(0);
  const shown = await send({ host, cookie, 'sec-fetch-site': 'cross-site' }, '/api/pictures/x/full');
  expect(shown.response.status).toBe(403);
});

test('without the token there is nothing, whichever way it is guessed', async () => {
  const wrong = [
    {},
    { cookie: `grok-image-${port}=` },
    { cookie: `grok-image-${port}=${token}x` },
    { cookie: `grok-image-${port}=${token.slice(0, -1)}` },
    { cookie: `grok-image-1=${token}` },
    { authorization: `Bearer ${token}` },
  ];
  for (const headers of wrong) {
    for (const path of ['/', '/api/runs', '/api/services', '/api/events', `/api/runs?token=${token}`]) {
      const { response } = await send({ host, ...headers }, path);
      expect([path, response.status]).toEqual([path, 403]);
    }
  }
});

test('the token of the address becomes a cookie that no script reads and no other page sends', async () => {
  const { response } = await send({ host }, `/?token=${token}`);
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('/');
  expect(response.headers.get('set-cookie')).toBe(`${cookie}; Path=/; HttpOnly; SameSite=Strict`);
  expect((await send({ host }, `/?token=${token}x`)).response.status).toBe(403);
});

test('every answer forbids inline scripts, foreign hosts, frames and guesses about its type', async () => {
  for (const path of ['/', '/api/runs', '/nothing', '/api/pictures/none']) {
    const { response } = await send({ host, cookie }, path);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  }
});

test('no key and no address of a service reaches the page, in answers, errors and code', async () => {
  const stage = await openStage();
  const { xai, civitai, crazyrouter } = stage.emulator;
  await stage.ask('/api/runs', pressOf({ prompt: 'A cat #refuse' }));
  await stage.ended(`${key}-0`);
  const asked = { service: 'xai', model: 'grok-imagine-image', prompt: 'A cat' };
  const answers = [
    await stage.ask('/api/services'),
    await stage.ask('/api/form?service=xai&model=grok-imagine-image'),
    await stage.ask('/api/runs'),
    await stage.ask('/api/watch'),
    await stage.ask('/api/code', asked),
    await stage.ask('/api/code', { ...asked, service: 'civitai' }),
    await stage.ask('/api/prices', [{ ...asked, service: 'crazyrouter', model: 'no-such-model' }]),
  ];
  for (const answer of answers) {
    const text = await answer.text();
    expect(answer.status).toBe(200);
    for (const { apiKey } of [xai, civitai, crazyrouter]) expect(text).not.toContain(apiKey);
  }
});

test('what a request names is never a path', async () => {
  const stage = await openStage();
  for (const id of [
    '..%2f..%2fjournal.jsonl',
    '%2e%2e%2fjournal.jsonl',
    'journal.jsonl',
    '..',
    '%00',
    `${'a'.repeat(64)}.exe`,
  ]) {
    for (const path of [`/api/sources/${id}`, `/api/pictures/${id}/full`, `/assets/${id}`, `/${id}`]) {
      const response = await stage.ask(path);
      expect(await response.text()).not.toMatch(/"type":|<p>page.+/);
      expect([path, [200, 404].includes(response.status)]).toEqual([path, true]);
    }
  }
  const sources = [{ kind: 'upload', id: '../journal.jsonl' }];
  expect((await stage.ask('/api/runs', pressOf({ sources }))).status).toBe(400);
});

test('a prompt becomes no markup, no file name and no header', async () => {
  const stage = await openStage();
  const prompt = `../../<img src=x onerror=alert(1)>"\r\nset-cookie: a=b; .svg`;
  await stage.ask('/api/runs', pressOf({ prompt }));
  const { pictures } = await stage.ended(`${key}-0`);
  const response = await stage.ask(`/api/pictures/${pictures[0]?.id}/download`);
  expect(response.headers.get('content-disposition')).toBe(
    'attachment; filename="img-src-x-onerror-alert-1-set-cookie-a-b-svg-1.jpg"',
  );
  expect(response.headers.get('set-cookie')).toBeNull();
  expect(response.headers.get('content-type')).toBe('image/jpeg');
  expect((await stage.ask('/api/runs')).headers.get('content-type')).toMatch(/^application\/json/);
});

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const uploads: [string, BodyInit, number][] = [
  ['markup', '<html><script>alert(1)</script></html>', 400],
  ['a picture that is markup', svg, 400],
  ['nothing', '', 400],
  ['a GIF, which no service takes', 'GIF89a\u0001\u0000\u0001\u0000', 400],
  ['eleven megabytes', new Uint8Array(11 * 1024 * 1024), 413],
];

test.each(uploads)('an upload of %s is refused, whatever it says it is', async (_, content, status) => {
  const stage = await openStage();
  const headers = { host, origin, cookie, 'content-type': 'image/png' };
  const response = await stage.ask('/api/sources', undefined, { method: 'POST', body: content, headers });
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ problem: expect.any(String) });
});

test('a body of megabytes, broken JSON and fields that nobody knows are refused before anything is sent', async () => {
  const stage = await openStage();
  const init = { method: 'POST', headers: { host, origin, cookie } };
  expect((await stage.ask('/api/runs', undefined, { ...init, body: 'x'.repeat(2_000_000) })).status).toBe(
    413,
  );
  expect((await stage.ask('/api/runs', undefined, { ...init, body: '{"key":' })).status).toBe(400);
  const polluted = '{"__proto__":{"n":9},"constructor":1}';
  expect((await stage.ask('/api/runs', undefined, { ...init, body: polluted })).status).toBe(400);
  expect((await stage.ask('/api/runs', pressOf({ n: 1000 }))).status).toBe(400);
  expect(
    (await stage.ask('/api/runs', pressOf({ targets: Array.from({ length: 9 }, () => ({})) }))).status,
  ).toBe(400);
  expect(stage.emulator.requests).toHaveLength(0);
});
