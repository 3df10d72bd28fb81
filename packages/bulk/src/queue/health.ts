import { once } from 'node:events';
import { createServer } from 'node:http';

/** How a worker is. */
export interface WorkerHealth {
  readonly host: string;
  readonly server: 'redis' | 'postgres';
  readonly isServerThere: boolean;
  readonly isClosing: boolean;
  /** Jobs that it works on. */
  readonly active: number;
  /** Jobs that it has ended since it began, by how. */
  readonly done: number;
  readonly refused: number;
  readonly failed: number;
  readonly unknown: number;
  readonly images: number;
  readonly usd: number;
  readonly buzz: number;
}

/** A server that tells how a worker is. */
export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves `/healthz` (200, or 503 while the server of the queue is away or the worker ends) and `/metrics`. */
export async function serveHealth(port: number, health: () => Promise<WorkerHealth>): Promise<HealthServer> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '').then(({ status, type, body }) => {
      response.writeHead(status, { 'content-type': type });
      response.end(body);
    });
  });
  server.listen(port);
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function answer(url: string): Promise<{ status: number; type: string; body: string }> {
    const state = await health();
    if (url === '/metrics') return { status: 200, type: 'text/plain; version=0.0.4', body: toMetrics(state) };
    if (url !== '/healthz')
      return { status: 404, type: 'text/plain', body: 'Asked for: /healthz, /metrics.\n' };
    const isWell = state.isServerThere && !state.isClosing;
    return { status: isWell ? 200 : 503, type: 'application/json', body: `${JSON.stringify(state)}\n` };
  }
}

/** In the text format of Prometheus. */
function toMetrics({
  active,
  isServerThere,
  done,
  refused,
  failed,
  unknown,
  images,
  usd,
  buzz,
}: WorkerHealth): string {
  const jobs = Object.entries({ done, refused, failed, unknown });
  return [
    '# TYPE grok_image_bulk_jobs_active gauge',
    `grok_image_bulk_jobs_active ${active}`,
    '# TYPE grok_image_bulk_server_up gauge',
    `grok_image_bulk_server_up ${isServerThere ? 1 : 0}`,
    '# TYPE grok_image_bulk_jobs_total counter',
    ...jobs.map(([state, count]) => `grok_image_bulk_jobs_total{state="${state}"} ${count}`),
    '# TYPE grok_image_bulk_images_total counter',
    `grok_image_bulk_images_total ${images}`,
    '# TYPE grok_image_bulk_cost_total counter',
    `grok_image_bulk_cost_total{currency="usd"} ${usd}`,
    `grok_image_bulk_cost_total{currency="buzz"} ${buzz}`,
    '',
  ].join('\n');
}
