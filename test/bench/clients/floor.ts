import type { Client } from './client.ts';

/** Bare `fetch` with the same work on the wire as ours: requests for at most ten images, parallel downloads, no check of anything. */
export function createClient(baseURL: string, responseFormat: 'url' | 'b64_json'): Client {
  const most = 10;
  return async (n, read) => {
    const requests = Array.from({ length: Math.ceil(n / most) }, (_, index) =>
      request(baseURL, responseFormat, Math.min(most, n - index * most)),
    );
    const images = (await Promise.all(requests)).flat();
    return read === 'uint8Array' ? images : images.map(image => Buffer.from(image).toString('base64'));
  };
}

async function request(baseURL: string, responseFormat: string, n: number): Promise<Uint8Array[]> {
  const response = await fetch(`${baseURL}/images/generations`, {
    method: 'POST',
    headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'grok-imagine-image',
      prompt: 'A cat in a tree',
      n,
      response_format: responseFormat,
    }),
  });
  const { data }: { data: { url?: string; b64_json?: string }[] } = await response.json();
  return Promise.all(
    data.map(({ url, b64_json: base64 = '' }) =>
      url === undefined ? Buffer.from(base64, 'base64') : download(url),
    ),
  );
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  return new Uint8Array(await response.arrayBuffer());
}
