import { setupServer } from 'msw/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listOf, objectOf } from '../civitai/json.ts';
import { createEmulator, type Emulator } from '../emulator.ts';
import { handlers } from '../msw.ts';

/** Makes an image through a `fetch`; gives its signed address. */
async function makeImage(emulator: Emulator, fetch: typeof globalThis.fetch): Promise<string> {
  const { baseURL, apiKey } = emulator.civitai;
  const input = { engine: 'grok', operation: 'createImage', prompt: 'A cat' };
  const response = await fetch(`${baseURL}/v2/consumer/workflows?wait=30`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ steps: [{ $type: 'imageGen', input }] }),
  });
  const [step] = listOf(objectOf(await response.json())['steps']);
  const [image] = listOf(objectOf(objectOf(step)['output'])['images']);
  return String(objectOf(image)['url']);
}

describe('redirects without a socket', () => {
  it('are followed', async () => {
    const emulator = createEmulator();
    const url = await makeImage(emulator, emulator.fetch);
    expect(url).toMatch(/^https:\/\/orchestration-new\.civitai\.com\/v2\/consumer\/blobs\//);
    const response = await emulator.fetch(url);
    expect(response).toMatchObject({ status: 200, redirected: true });
    expect(response.url).toContain('/blobs/content/');
  });

  it('are left alone or refused on request', async () => {
    const emulator = createEmulator();
    const url = await makeImage(emulator, emulator.fetch);
    expect(await emulator.fetch(url, { redirect: 'manual' })).toMatchObject({ status: 301 });
    await expect(emulator.fetch(url, { redirect: 'error' })).rejects.toThrow('fetch failed');
  });

  it('lose the key when they lead to another origin', async () => {
    const emulator = createEmulator();
    const id = new URL(await makeImage(emulator, emulator.fetch)).pathname;
    const { baseURL, apiKey } = emulator.civitai;
    const response = await emulator.fetch(`${baseURL}${id}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    expect(response.status).toBe(200);
    expect(emulator.requests.at(-2)?.headers).toHaveProperty('authorization');
    expect(emulator.requests.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it('are followed behind MSW too', async () => {
    const emulator = createEmulator();
    const server = setupServer(...handlers(emulator));
    server.listen();
    onTestFinished(() => server.close());
    const response = await fetch(await makeImage(emulator, fetch));
    expect(response.status).toBe(200);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
  });
});
