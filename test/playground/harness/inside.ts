import type { RunningPlayground } from '@grok-image/playground';
import { setTimeout } from 'node:timers/promises';

/** A call as the server tells of it. */
export interface ToldRun {
  readonly id: string;
  readonly state: string;
  readonly pictures: readonly { readonly id: string }[];
}

/** Who talks to the server of a playground without its page. */
export interface Inside {
  post<T>(path: string, body: unknown): Promise<T>;
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  upload(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  /** Presses the button for what one service is asked for. */
  press(asked: Record<string, unknown>): Promise<readonly ToldRun[]>;
  ended(id: string): Promise<ToldRun>;
}

/** Gets in by the address that was printed. */
export async function enter({ address, url }: RunningPlayground): Promise<Inside> {
  const door = await fetch(address, { redirect: 'manual' });
  const cookie = (door.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(url + path, { ...init, headers: { cookie, origin: url } });
    if (!response.ok) throw new TypeError(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }
  async function post<T>(path: string, body: unknown): Promise<T> {
    const value: T = await (await ask(path, { method: 'POST', body: JSON.stringify(body) })).json();
    return value;
  }
  return {
    post,
    read: async path => new Uint8Array(await (await ask(path)).arrayBuffer()),
    async upload(body) {
      const { id }: { id: string } = await (await ask('/api/sources', { method: 'POST', body })).json();
      return id;
    },
    press: ({ service, model, options, ...shared }) =>
      post('/api/runs', { key: crypto.randomUUID(), ...shared, targets: [{ service, model, options }] }),
    async ended(id) {
      for (;;) {
        const runs: ToldRun[] = await (await ask('/api/runs')).json();
        const run = runs.find(one => one.id === id);
        if (run !== undefined && run.state !== 'running') return run;
        await setTimeout(20);
      }
    },
  };
}
