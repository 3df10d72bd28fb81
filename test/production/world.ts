import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@grok-image/middleware/postgres';
import { startEmulator, type EmulatorOptions } from '@grok-image/emulator';
import { Pool } from 'pg';
import {
  startPostgres,
  startRedis,
  type TestServer,
} from '../../packages/middleware/src/stores/test/servers.ts';

/** Real servers of one scenario, all of which are stopped at its end. */
export interface World {
  emulator(options?: EmulatorOptions): ReturnType<typeof startEmulator>;
  redis(): Promise<TestServer>;
  /** With its tables. */
  postgres(): Promise<TestServer>;
  folder(): Promise<string>;
  /** Has something done at the end. */
  defer(end: () => Promise<unknown>): void;
}

/** Runs a scenario among servers of its own. */
export async function inWorld<T>(run: (world: World) => Promise<T>): Promise<T> {
  const ends: (() => Promise<unknown>)[] = [];
  const defer = (end: () => Promise<unknown>) => void ends.unshift(end);
  const world: World = {
    defer,
    async emulator(options) {
      const emulator = await startEmulator({ pictures: 'plain', ...options });
      defer(() => emulator.close());
      return emulator;
    },
    async redis() {
      const server = await startRedis();
      defer(() => server.stop());
      return server;
    },
    async postgres() {
      const server = await startPostgres();
      defer(() => server.stop());
      const pool = new Pool({ connectionString: server.url });
      await migrate(pool);
      await pool.end();
      return server;
    },
    async folder() {
      const folder = await mkdtemp(join(tmpdir(), 'grok-image-pictures-'));
      defer(() => rm(folder, { recursive: true, force: true }));
      return folder;
    },
  };
  try {
    return await run(world);
  } finally {
    for (const end of ends) await end();
  }
}
