import type { Client } from './client.ts';

/** Bare `fetch` with the same work on the wire as ours: one request for at most ten addresses, parallel downloads, no check of anything. */
export function createClient(baseURL: string): Client {
  const most = 10;
  return async (n, read) => {
    const requests = Array.from({ length: Math.ceil(n / most) }, (_, index) =>
      request(baseURL, Math.min(most, n - index * most)),
    );
    const images = (await Promise.all(requests)).flat();
    return read === 'uint8Array' ? images : images.map(image => Buffer.from(image).toString('base64'));
  };
}

async function request(baseURL: string, n: number): Promise<Uint8Array[]> {
  const response = await fetch(`${baseURL}/images/generations`, {
    method: 'POST',
    headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'grok-imagine-image',
      prompt: 'A cat in a tree',
      n,
      response_format: 'url',
    }),
  });
  const { data } = await response.json();
  return Promise.all(data.map(({ url }: { url: string }) => download(url)));
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  return new Uint8Array(await response.arrayBuffer());
}
