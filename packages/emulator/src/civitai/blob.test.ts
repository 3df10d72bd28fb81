import { describe, expect, it } from 'vitest';
import { inspectImage } from '../picture/inspect.ts';
import { objectOf } from './json.ts';
import { paint } from '../picture/paint.ts';
import type { StartOptions } from '../emulator.ts';
import { type Client, create, imagesOf, start, stepsOf } from '../../test/civitai.ts';

/** An emulator with one finished image. */
async function withImage(
  options: StartOptions = {},
  input = {},
): Promise<Client & { id: string; url: string }> {
  const client = await start(options);
  const reply = await client.submit({ steps: [create(input)] });
  const [image] = imagesOf(reply);
  return { ...client, id: String(image?.['id']), url: String(image?.['url']) };
}

const jpeg = (): Promise<Uint8Array<ArrayBuffer>> =>
  paint({ prompt: 'A source', index: 0, model: 'test', width: 64, height: 32, format: 'jpeg' });

describe('a signed address', () => {
  it('is spoiled by a fault instead of redirecting past it', async () => {
    const { url, emulator } = await withImage();
    emulator.script({ malform: 'mp4', on: 'content' });
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('ftypmp42');
  });

  it('redirects to the content, which needs no key, and counts as delivered', async () => {
    const { url, emulator } = await withImage();
    const first = await fetch(url, { redirect: 'manual' });
    expect(first.status).toBe(301);
    expect(first.headers.get('location')).toMatch(/^\/civitai\/v2\/consumer\/blobs\/content\//);
    expect(emulator.ledger).toMatchObject([{ delivered: 0 }]);
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(await inspectImage(bytes)).toEqual({ type: 'image/jpeg', width: 1024, height: 1024 });
    await expect.poll(() => emulator.ledger).toMatchObject([{ images: 1, delivered: 1 }]);
  });

  it('expires, and is replaced by a refresh or by reading the workflow again', async () => {
    let now = Date.now();
    const { url, call, id, emulator, get } = await withImage({ now: () => now });
    now += 46 * 60_000;
    expect((await fetch(url)).status).toBe(403);
    const refreshed = await call('POST', `/v2/consumer/blobs/${id}/refresh`);
    expect(refreshed).toMatchObject({ status: 200, json: { id, available: true } });
    expect((await fetch(String(refreshed.json['url']))).status).toBe(200);
    const again = imagesOf(await get(emulator.civitai.workflows()[0]?.id))[0];
    expect((await fetch(String(again?.['url']))).status).toBe(200);
  });

  it('is refused when it was changed, or when the script lets it expire', async () => {
    const { url, emulator } = await withImage();
    expect((await fetch(url.replace('sig=', 'sig=x'))).status).toBe(401);
    emulator.script({ backend: 'civitai', expire: true });
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(url)).status).toBe(200);
  });
});

describe('a file asked for with a key', () => {
  it('redirects to the content', async () => {
    const { call, id } = await withImage();
    const reply = await call('GET', `/v2/consumer/blobs/${id}?download=true&filename=cat.jpg`);
    expect(reply.status).toBe(308);
    const content = await fetch(String(reply.headers.get('location')));
    expect(content.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''cat.jpg");
    expect(await call('HEAD', `/v2/consumer/blobs/${id}`)).toMatchObject({ status: 204 });
  });

  it('is only there for its owner', async () => {
    const { call, id } = await withImage();
    const path = `/v2/consumer/blobs/${id}`;
    expect(await call('GET', path, undefined, { authorization: '' })).toMatchObject({ status: 401 });
    const stranger = { authorization: 'Bearer another-key' };
    expect(await call('GET', path, undefined, stranger)).toMatchObject({ status: 404 });
    expect(await call('GET', '/v2/consumer/blobs/unknown.jpg')).toMatchObject({ status: 404 });
    expect(await call('GET', '/v2/consumer/blobs/content/made-up')).toMatchObject({ status: 400 });
  });

  it('is missing when it was lost', async () => {
    const { call, id } = await withImage({}, { prompt: '#lose=0' });
    expect(await call('GET', `/v2/consumer/blobs/${id}`)).toMatchObject({ status: 404 });
  });
});

describe('a mature image', () => {
  const mature = { prompt: '#mature' };

  it('has no address when mature content is hidden', async () => {
    const { get, emulator } = await withImage({}, mature);
    const [image] = imagesOf(await get(emulator.civitai.workflows()[0]?.id, '?hideMatureContent=true'));
    expect(image).toMatchObject({ nsfwLevel: 'x', available: true });
    expect(image).not.toHaveProperty('url');
  });

  it('is withheld until mature content is allowed and paid in yellow', async () => {
    const { url, call, emulator } = await withImage({}, mature);
    const withheld = await fetch(url);
    expect(withheld.status).toBe(403);
    expect(withheld.url).toContain('/blobs/blocked/');
    const path = `/v2/consumer/workflows/${emulator.civitai.workflows()[0]?.id}`;
    emulator.civitai.setBalances({ yellow: 25 });
    expect(await call('PUT', path, { allowMatureContent: true })).toMatchObject({ status: 400 });
    emulator.civitai.setBalances({ yellow: 26 });
    expect(await call('PUT', path, { allowMatureContent: true })).toMatchObject({ status: 204 });
    expect((await fetch(url)).status).toBe(200);
    expect(emulator.civitai.balances()).toMatchObject({ blue: 100_000, yellow: 0 });
  });

  it('is paid in yellow by itself when the upgrade is automatic, or the step fails', async () => {
    const { submit, emulator } = await start({ civitai: { dedupe: false } });
    const body = { steps: [create(mature)], upgradeMode: 'automatic' };
    expect((await submit(body)).json).toMatchObject({ status: 'succeeded', allowMatureContent: true });
    expect(emulator.civitai.balances()).toMatchObject({ blue: 100_000, yellow: 100_000 - 26 });
    emulator.civitai.setBalances({ yellow: 0 });
    expect((await submit(body)).json).toMatchObject({ status: 'failed' });
  });
});

describe('an uploaded file', () => {
  it.each(['with a key', 'to a signed address'])('can be the source of an edit: %s', async way => {
    const { call, submit, emulator } = await start();
    const { baseURL, apiKey } = emulator.civitai;
    const presigned = await call('GET', '/v2/consumer/blobs/upload');
    const isSigned = way === 'to a signed address';
    const response = await fetch(
      isSigned ? String(presigned.json['uploadUrl']) : `${baseURL}/v2/consumer/blobs`,
      {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg', ...(isSigned ? {} : { authorization: `Bearer ${apiKey}` }) },
        body: await jpeg(),
      },
    );
    expect(response.status).toBe(201);
    const blob = objectOf(await response.json());
    expect(blob).toMatchObject({ available: true, width: 64, height: 32 });
    const images = [blob['url']];
    const reply = await submit({ steps: [create({ operation: 'editImage', images })] });
    expect(reply.json).toMatchObject({ status: 'succeeded', cost: { total: 29 } });
    expect(imagesOf(reply)).toMatchObject([{ width: 1408, height: 704 }]);
    expect(emulator.ledger).toMatchObject([{ operation: 'edit', images: 1 }]);
  });

  it.each([
    [415, 'image/gif', 'GIF89a'],
    [422, 'image/png', 'not a picture'],
    [400, 'image/png', ''],
    [413, 'image/png', 'x'.repeat(65)],
  ])('is refused with %i when it is wrong', async (status, type, body) => {
    const { emulator } = await start({ civitai: { maxUploadBytes: 64 } });
    const { baseURL, apiKey } = emulator.civitai;
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': type };
    const response = await fetch(`${baseURL}/v2/consumer/blobs`, { method: 'POST', headers, body });
    expect(response.status).toBe(status);
  });

  it('may stand in the input itself; what is no image fails the step', async () => {
    const { submit } = await start();
    const text = Buffer.from(await jpeg()).toString('base64');
    const input = { version: 'v2.0', operation: 'editImage', resolution: '1k', aspectRatio: '1:1' };
    const good = await submit({
      steps: [create({ ...input, images: [text, `data:image/jpeg;base64,${text}`] })],
    });
    expect(imagesOf(good)).toMatchObject([{ width: 1024, height: 1024 }]);
    const bad = await submit({ steps: [create({ ...input, images: ['bm90IGFuIGltYWdl'] })] });
    expect(stepsOf(bad)).toMatchObject([
      { status: 'failed', jobs: [{ reason: expect.stringContaining('images[0]') }] },
    ]);
  });
});

describe('the format of an image', () => {
  it.each([
    ['jpeg', 'image/jpeg'],
    ['png', 'image/png'],
    ['webP', 'image/webp'],
  ])('is %s when asked for', async (outputFormat, type) => {
    const { url } = await withImage({}, { outputFormat });
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe(type);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(await inspectImage(bytes)).toMatchObject({ type });
  });
});
