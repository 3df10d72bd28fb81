import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Redis } from 'ioredis';
import * as z from 'zod/v4';

const command = z.tuple([z.string()], z.union([z.string(), z.number()]));

/** Upstash's way to ask Redis, by HTTP, in front of a Redis that is asked the usual way. */
export async function startUpstashBridge(redisUrl: string): Promise<{ url: string; stop: () => void }> {
  const redis = new Redis(redisUrl);
  const answer = async ([name, ...rest]: z.output<typeof command>) => {
    try {
      return { result: await redis.call(name, ...rest) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  const server = createServer((request, response) => {
    void text(request).then(async body => {
      const given: unknown = JSON.parse(body);
      const answers = request.url?.endsWith('/pipeline')
        ? await Promise.all(z.array(command).parse(given).map(answer))
        : await answer(command.parse(given));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answers));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      redis.disconnect();
      server.close();
      server.closeAllConnections();
    },
  };
}
