import { Redis as UpstashRedis } from '@upstash/redis';
import { Redis as Ioredis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeCacheStore } from '../test/describe-cache-store.ts';
import { describeLedger } from '../test/describe-ledger.ts';
import { describeSlots } from '../test/describe-slots.ts';
import { isInstalled, startRedis, type TestServer } from '../test/servers.ts';
import { startUpstashBridge } from '../test/upstash-bridge.ts';
import type { RedisClient } from './client.ts';
import { redisCache, redisLedger, redisSlots } from './index.ts';

describe.skipIf(!isInstalled('redis-server'))('stores in Redis', () => {
  let server: TestServer;
  let stores = 0;
  const closes: (() => unknown)[] = [];

  beforeAll(async () => {
    server = await startRedis();
  }, 60_000);
  afterAll(async () => {
    for (const close of closes) close();
    await server.stop();
  });

  const kinds: Record<string, () => Promise<RedisClient>> = {
    async ioredis() {
      const client = new Ioredis(server.url);
      closes.push(() => client.disconnect());
      return client;
    },
    async 'node-redis'() {
      const client = createClient({ url: server.url });
      client.on('error', () => {});
      await client.connect();
      closes.push(() => client.destroy());
      return client;
    },
    async '@upstash/redis'() {
      const { url, stop } = await startUpstashBridge(server.url);
      closes.push(stop);
      return new UpstashRedis({ url, token: 'token', responseEncoding: false, enableTelemetry: false });
    },
  };

  for (const [kind, connect] of Object.entries(kinds)) {
    let clients: readonly [RedisClient, RedisClient];
    beforeAll(async () => {
      clients = [await connect(), await connect()];
    });
    const fresh = () => {
      stores += 1;
      return { prefix: `test-${stores}*:` };
    };
    describeSlots(kind, async () => {
      const options = fresh();
      return [redisSlots(clients[0], options), redisSlots(clients[1], options)];
    });
    describeLedger(kind, async () => {
      const options = fresh();
      return [redisLedger(clients[0], options), redisLedger(clients[1], options)];
    });
    describeCacheStore(kind, () => redisCache(clients[0], fresh()));
  }
});
