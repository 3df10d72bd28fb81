import { Redis as UpstashRedis } from '@upstash/redis';
import { Cluster, Redis } from 'ioredis';
import { createClient, createClientPool, createCluster, createSentinel } from 'redis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isInstalled, startRedis, type TestServer } from '../test/servers.ts';
import { redisLedger, StoreSetupError } from './index.ts';

const reservation = {
  id: '1',
  amounts: [{ account: 'tom', amount: 2e8, limit: 1e10 }],
  ttlMs: 60_000,
  lost: 'unsettled',
} as const;

describe.skipIf(!isInstalled('redis-server'))('a ledger in Redis with replicas', () => {
  let [primary, replica]: TestServer[] = [];
  let [client, follower]: Redis[] = [];
  beforeAll(async () => {
    primary = await startRedis();
    replica = await startRedis('--replicaof', '127.0.0.1', String(primary.port));
    client = new Redis(primary.url);
    follower = new Redis(replica.url, { retryStrategy: () => 20 });
    for (const one of [client, follower]) one.on('error', () => {});
    await vi.waitFor(() => isFollowing(there(follower)), { timeout: 20_000, interval: 50 });
  }, 60_000);
  afterAll(async () => {
    client?.disconnect();
    follower?.disconnect();
    await replica?.stop();
    await primary?.stop();
  });

  it('has what was sent and settled on them when it answers, so that a failover forgets nothing', async () => {
    const ledger = redisLedger(there(client), { replicas: 1 });
    await ledger.reserve(reservation);
    // A busy machine may take longer than they are waited for, and asking again does the same.
    await expect.poll(() => ledger.markSent('1', 'a', 60_000), { timeout: 20_000 }).toBe(true);
    await expect.poll(() => ledger.settle('2', { tom: 5 }), { timeout: 20_000 }).toBeUndefined();

    const promoted = redisLedger(there(follower));
    await there(follower).replicaof('NO', 'ONE');
    // Its append-only file is there a while after it has begun to follow.
    await expect
      .poll(() => promoted.standing('tom').catch(String), { timeout: 20_000 })
      .toEqual({ spent: 5, reserved: 2e8, unsettled: 0 });
    await there(follower).replicaof('127.0.0.1', String(there(primary).port));
  });

  it('sends nothing and says why while they do not have it, with node-redis as well', async () => {
    await there(replica).kill();
    const node = createClient({ url: there(primary).url });
    node.on('error', () => {});
    await node.connect();
    for (const given of [there(client), node]) {
      const ledger = redisLedger(given, { replicas: 1 });
      await ledger.reserve({ ...reservation, id: 'late' });
      await expect(ledger.markSent('late', 'a', 60_000)).rejects.toThrow(
        '0 of 1 replicas have it within 150 ms, so that a failover may forget what was paid',
      );
      // What only looks waits for nobody.
      await expect(ledger.standing('tom')).resolves.toMatchObject({ unsettled: 0 });
    }
    node.destroy();
    await there(replica).restart();
  });

  it("is refused with appendfsync: 'always' by a server that writes once a second, and taken by one that does so at once", async () => {
    const ledger = redisLedger(there(client), { appendfsync: 'always' });
    await there(client).config('SET', 'appendfsync', 'everysec');
    const error: unknown = await ledger.standing('tom').catch((reason: unknown) => reason);
    expect(StoreSetupError.isInstance(error) && error.message).toMatch(
      /appendfsync is not "always".*host dies/,
    );
    await there(client).config('SET', 'appendfsync', 'always');
    await expect(ledger.standing('tom')).resolves.toMatchObject({ unsettled: 0 });
  });
});

it('a client that has no one connection cannot wait for replicas, and is refused by name', () => {
  const upstash = new UpstashRedis({ url: 'https://redis.example', token: 'secret' });
  expect(() => redisLedger(upstash, { replicas: 1 })).toThrow(/^Invalid replicas: got a client of a cluster/);
  for (const client of [
    createClientPool(),
    createCluster({ rootNodes: [] }),
    createSentinel({ name: 'one', sentinelRootNodes: [{ host: 'redis.example', port: 1 }] }),
    new Cluster([], { lazyConnect: true }),
  ]) {
    expect(() => redisLedger(client, { replicas: 1 })).toThrow(
      /^Invalid replicas: got a client of a cluster/,
    );
  }
  expect(() => redisLedger(upstash, { replicas: -1 })).toThrow(/replicas: got -1/);
  expect(() => redisLedger(upstash, { appendfsync: 'always' })).toThrow(/^Invalid appendfsync: /);
});

function there<T>(given: T | undefined): T {
  if (given === undefined) throw new TypeError('It was not started.');
  return given;
}

async function isFollowing(replica: Redis): Promise<void> {
  if (!(await replica.info('replication')).includes('link_status:up')) throw new TypeError('Not yet.');
}
