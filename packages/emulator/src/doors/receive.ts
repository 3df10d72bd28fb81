import type { ReceivedRequest } from '../world/request.ts';
import { backends } from './backends.ts';
import type { Destination } from './site.ts';
import type { World } from '../world/world.ts';

/** Reads a request completely and writes it down. */
export async function receive(
  world: World,
  request: Request,
  { name, path }: Destination,
): Promise<ReceivedRequest> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  return {
    backend: name,
    role: backends[name].role(request.method, path),
    method: request.method,
    path,
    query: Object.fromEntries(new URL(request.url).searchParams),
    headers: Object.fromEntries(request.headers),
    body: parseBody(bytes, request.headers.get('content-type') ?? ''),
    bytes,
    at: world.now(),
    requestId: world.uuid(),
  };
}

function parseBody(bytes: Uint8Array, contentType: string): unknown {
  const isText = contentType.includes('json') || contentType.startsWith('text/');
  if (bytes.length === 0 || !isText) return undefined;
  const text = new TextDecoder().decode(bytes);
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    // Broken JSON is worth recording as it came; the backend answers it with its own error.
    return text;
  }
}
