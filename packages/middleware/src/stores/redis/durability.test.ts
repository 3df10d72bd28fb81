import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled, startRedis, type TestServer } from '../test/servers.ts';
import { redisCache, redisLedger, redisSlots, StoreSetupError } from './index.ts';

const claim = { key: 'order-17', hash: 'h', token: 'a', leaseMs: 60_000 };
const account = 'tom';
const reservation = {
  id: '1',
  amounts: [{ account, amount: 2e8, limit: 1e10 }],
  ttlMs: 60_000,
  lost: 'unsettled',
} as const;

describe.skipIf(!isInstalled('redis-server'))('a ledger in Redis', () => {
  let server: TestServer;
  let client: Redis;

  beforeAll(async () => {
    server = await startRedis('--appendfsync', 'always');
    client = new Redis(server.url, { retryStrategy: () => 20 });
    client.on('error', () => {});
  }, 60_000);
  afterAll(async () => {
    client.disconnect();
    await server.stop();
  });
  const accepted = () => redisLedger(client, { durable: true });

  beforeEach(async () => {
    await client.flushall();
  });

  it.each([
    ['appendonly', 'no', 'yes', 'appendonly is "no"'],
    ['maxmemory-policy', 'allkeys-lru', 'noeviction', 'maxmemory-policy is "allkeys-lru"'],
    ['maxmemory-policy', 'volatile-ttl', 'noeviction', 'maxmemory-policy is "volatile-ttl"'],
  ])('refuses one that can forget, by %s %s, until it is set up', async (name, bad, good, reason) => {
    await client.config('SET', name, bad);
    const ledger = redisLedger(client);
    const operations = [
      () => ledger.reserve(reservation),
      () => ledger.settle('1', {}),
      () => ledger.claim(claim),
      () => ledger.lookUp('order-17'),
      () => ledger.forget({ prefix: '', before: 0 }),
    ];

    for (const operation of operations) {
      const error: unknown = await operation().catch((reject: unknown) => reject);
      expect(StoreSetupError.isInstance(error)).toBe(true);
      expect(error).toHaveProperty('message', expect.stringContaining(`${reason}, so that it may forget`));
      expect(error).toHaveProperty(
        'message',
        expect.stringContaining('redisLedger(client, { durable: true })'),
      );
    }
    await expect(accepted().reserve(reservation)).resolves.toEqual({ isReserved: true });
    // Whatever these lose costs nothing.
    await redisCache(client).set('cat', 'tabby');
    await expect(redisSlots(client).take(slot)).resolves.toMatchObject({ isTaken: true });
    await client.config('SET', name, good);
    // A file is there when it is written whole.
    await expect
      .poll(() => ledger.standing(account).catch(String), { timeout: 20_000 })
      .toMatchObject({ reserved: 2e8 });
  });

  it('refuses one whose append-only file was just turned on, until it is there', async () => {
    const fresh = await startRedis('--appendonly', 'no', '--rdb-key-save-delay', '200000');
    const own = new Redis(fresh.url);
    for (const name of ['a', 'b', 'c', 'd', 'e']) await own.set(name, 1);
    const ledger = redisLedger(own);
    await own.config('SET', 'appendonly', 'yes');
    await expect(ledger.standing(account)).rejects.toThrow('its append-only file is not there yet');
    await expect
      .poll(() => ledger.standing(account).then(() => 'there', String), { timeout: 20_000 })
      .toBe('there');
    own.disconnect();
    await fresh.stop();
  });

  it('refuses one that does not tell whether it can forget, unless it is accepted', async () => {
    await client.acl('SETUSER', 'default', '-info');

    await expect(redisLedger(client).standing(account)).rejects.toThrow('it does not tell its appendonly');
    await expect(accepted().standing(account)).resolves.toMatchObject({ reserved: 0 });
    await client.acl('SETUSER', 'default', '+info');
  });

  it('forgets nothing when its server is killed', async () => {
    // A file that was turned off and on, as above, is written anew first, and until then it has nothing of what comes.
    await expect
      .poll(() => client.info('persistence'))
      .toMatch(/aof_rewrite_in_progress:0[\s\S]*aof_rewrite_scheduled:0/);
    const ledger = redisLedger(client);
    await ledger.reserve(reservation);
    await ledger.markSent('1', 'a', 60_000);
    await ledger.claim(claim);
    await ledger.settle('0', { [account]: 7 });
    await server.kill();
    await server.restart();

    await expect(ledger.standing(account)).resolves.toEqual({ spent: 7, reserved: 2e8, unsettled: 0 });
    await expect(ledger.lookUp('order-17')).resolves.toMatchObject({ state: 'running' });
    await expect(ledger.claim({ ...claim, token: 'b' })).resolves.toMatchObject({ isOurs: false });
  });

  it('keeps all its keys behind the prefix, the version and one hash tag, and what the client puts before', async () => {
    const own = new Redis(server.url, { keyPrefix: 'app:' });
    const ledger = redisLedger(own, { prefix: 'shop*:' });
    await ledger.reserve(reservation);
    await ledger.markSent('1', 'a', 1);
    await ledger.claim(claim);
    await expect.poll(() => ledger.unsettled(account)).toHaveLength(1);
    await ledger.void('2');
    const space = 'app:shop*:v1:{ledger}:';
    const names = ['account:tom', 'call:1', 'call:2', 'claim:order-17', 'lost'];

    expect((await client.keys('*')).toSorted()).toEqual(names.map(name => space + name));
    // What is known of money stays; a call that is over, and a key of which nothing was sent, go by themselves.
    const lasting = await Promise.all(names.map(async name => (await client.pttl(space + name)) === -1));
    expect(names.filter((_, index) => lasting[index])).toEqual(['account:tom', 'call:1', 'lost']);
    await redisCache(own).set('cat', 'tabby', 60_000);
    expect(await client.pttl('app:grok-image:v1:{cache}:cat')).toBeGreaterThan(0);
    await redisCache(own).delete('cat');
    await expect(redisLedger(client, { prefix: 'shop*:' }).standing(account)).resolves.toMatchObject({
      unsettled: 0,
    });
    await expect(ledger.forget({ prefix: '', before: Date.now() + 60_000 })).resolves.toBe(4);
    await expect(client.keys('*')).resolves.toEqual([]);
    own.disconnect();
  });
});

const slot = {
  name: 'xai',
  windows: [{ most: 5, lengthMs: 1060 }],
  priority: 'interactive',
  line: 'a',
} as const;
