import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isInstalled, startRedis, type TestServer } from '../test/servers.ts';
import { redisLedger } from './index.ts';

const claim = { hash: 'h', token: 'a', leaseMs: 60_000 };
const reservation = (id: string) =>
  ({ id, amounts: [{ account: 'tom', amount: 1, limit: 100 }], ttlMs: 60_000, lost: 'unsettled' }) as const;

describe.skipIf(!isInstalled('redis-server'))('what is asked of a ledger in one turn', () => {
  let server: TestServer;
  let client: Redis;

  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.url);
  }, 60_000);
  afterAll(async () => {
    client.disconnect();
    await server.stop();
  });

  it('goes in one round trip, in its order', async () => {
    const ledger = redisLedger(client, { prefix: 'order:' });
    await ledger.lookUp('warm');
    const sent = vi.spyOn(client, 'evalsha');
    const answers = await Promise.all([
      ledger.reserve(reservation('1')),
      ledger.markSent('1', 'a', 60_000),
      ledger.claim({ ...claim, key: 'order-17' }),
      ledger.standing('tom'),
    ]);
    expect(answers).toEqual([
      { isReserved: true },
      true,
      { isOurs: true },
      { spent: 0, reserved: 1, unsettled: 0 },
    ]);
    expect(sent).toHaveBeenCalledTimes(1);
    sent.mockRestore();
  });

  it('goes in several where it is so much that others would wait', async () => {
    const ledger = redisLedger(client, { prefix: 'many:' });
    await ledger.lookUp('warm');
    const sent = vi.spyOn(client, 'evalsha');
    const ids = Array.from({ length: 120 }, (_, index) => String(index));
    const answers = await Promise.all(ids.map(async id => ledger.reserve(reservation(id))));
    expect(answers.filter(({ isReserved }) => isReserved)).toHaveLength(100);
    expect(sent).toHaveBeenCalledTimes(3);
    sent.mockRestore();
  });

  it('is done each by itself, where one of it fails as well', async () => {
    const prefix = 'odd:';
    const ledger = redisLedger(client, { prefix });
    await client.set(`${prefix}v1:{ledger}:claim:odd`, 'Not a hash');
    const [before, odd, after] = await Promise.allSettled([
      ledger.reserve(reservation('1')),
      ledger.claim({ ...claim, key: 'odd' }),
      ledger.claim({ ...claim, key: 'even' }),
    ]);
    expect(before).toMatchObject({ value: { isReserved: true } });
    expect(after).toMatchObject({ value: { isOurs: true } });
    expect(odd).toMatchObject({
      reason: { message: expect.stringMatching(/^Failed to claim in the ledger: WRONGTYPE/) },
    });
    await expect(ledger.standing('tom')).resolves.toMatchObject({ reserved: 1 });
  });

  it('fails as a whole where its server is away', async () => {
    const gone = new Redis(server.url, { lazyConnect: true, enableOfflineQueue: false });
    const ledger = redisLedger(gone, { durable: true });
    const ended = await Promise.allSettled([ledger.standing('tom'), ledger.lookUp('order-17')]);
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    gone.disconnect();
  });
});
