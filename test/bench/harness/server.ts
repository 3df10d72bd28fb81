import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { toPng } from './png.ts';
import { reportFigures } from './report.ts';

/**
 * Answers like xAI's image API with bodies that are built once, so that a benchmark measures its client:
 * `POST /<bytes>/v1/images/generations` and `GET /<bytes>/v1/image`. `POST /hold/…` is not answered before `POST /release`.
 */
const images = new Map<string, Buffer>();
const answers = new Map<string, Buffer>();
const held: (() => void)[] = [];

const server = createServer((request, response) => void answer(request, response));
server.keepAliveTimeout = 60_000;
// A thousand connections at once are a part of the bench.
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => reportFigures({ port: portOf() }));
process.once('disconnect', () => process.exit(0));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, first = '', , last = ''] = (request.url ?? '').split('/');
  if (request.method === 'GET') {
    if (first === 'held') return send(response, Buffer.from(String(held.length)), 'text/plain');
    return send(
      response,
      once(images, first, () => toPng(Number(first))),
      'image/png',
    );
  }
  if (first === 'release') {
    for (const release of held.splice(0)) release();
    return send(response, Buffer.alloc(0), 'text/plain');
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { n = 1, response_format: format } = JSON.parse(Buffer.concat(chunks).toString());
  if (first === 'hold') {
    await new Promise<void>(resolve => {
      held.push(resolve);
    });
  }
  const bytes = first === 'hold' ? '1024' : first;
  const body = once(answers, `${bytes} ${n} ${format} ${last}`, () => toAnswer(bytes, n, format));
  send(response, body, 'application/json');
}

function toAnswer(bytes: string, n: number, format: unknown): Buffer {
  const image = once(images, bytes, () => toPng(Number(bytes)));
  const item =
    format === 'b64_json'
      ? { b64_json: image.toString('base64') }
      : { url: `http://127.0.0.1:${portOf()}/${bytes}/v1/image` };
  const data = Array.from({ length: n }, () => ({ ...item, mime_type: 'image/png' }));
  return Buffer.from(JSON.stringify({ data, usage: { cost_in_usd_ticks: 200_000_000 * n } }));
}

function send(response: ServerResponse, body: Buffer, type: string): void {
  response.writeHead(200, { 'content-type': type, 'content-length': body.byteLength });
  response.end(body);
}

function once(built: Map<string, Buffer>, key: string, build: () => Buffer): Buffer {
  const known = built.get(key) ?? build();
  built.set(key, known);
  return known;
}

function portOf(): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
