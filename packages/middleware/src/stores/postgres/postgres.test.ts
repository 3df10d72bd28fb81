import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeLedger } from '../test/describe-ledger.ts';
import { describeSlots } from '../test/describe-slots.ts';
import { isInstalled, startPostgres, type TestServer } from '../test/servers.ts';
import { migrate, migrationSql, postgresLedger, postgresSlots, StoreSetupError } from './index.ts';

describe.skipIf(!isInstalled('postgres'))('stores in PostgreSQL', () => {
  let server: TestServer;
  let pools: readonly [Pool, Pool];
  beforeAll(async () => {
    server = await startPostgres();
    pools = [connect(), connect()];
    await migrate(pools[0]);
    // A busy machine needs long for a new data folder.
  }, 60_000);
  afterAll(async () => {
    await Promise.all(pools.map(pool => pool.end()));
    await server.stop();
  });

  const connect = () => {
    const pool = new Pool({ connectionString: server.url, max: 4 });
    pool.on('error', () => {});
    return pool;
  };
  const tables = ['reservation', 'account', 'claim', 'slot', 'slot_line', 'slot_count'];
  const empty = () => pools[0].query(tables.map(table => `delete from grok_image.${table}`).join(';'));

  describeSlots('PostgreSQL', async () => {
    await empty();
    return [postgresSlots(pools[0]), postgresSlots(pools[1])];
  });
  describeLedger('PostgreSQL', async () => {
    await empty();
    return [postgresLedger(pools[0]), postgresLedger(pools[1])];
  });

  it('are migrated by any number at once, and again', async () => {
    const options = { schema: 'often' };
    await Promise.all(Array.from({ length: 4 }, () => migrate(pools[0], options)));
    await migrate(pools[1], options);

    await expect(postgresLedger(pools[0], options).standing('tom')).resolves.toMatchObject({ spent: 0 });
  });

  it('say to migrate where nobody has', async () => {
    const schema = 'nobody';
    for (const ask of [
      () => postgresLedger(pools[0], { schema }).standing('tom'),
      () => postgresSlots(pools[0], { schema }).pause('xai', 1),
    ]) {
      const error: unknown = await ask().catch((reject: unknown) => reject);
      expect(StoreSetupError.isInstance(error)).toBe(true);
      expect(error).toHaveProperty(
        'message',
        'Failed to use PostgreSQL: its schema "nobody" is not there or is of an older version. Run migrate(pool) once when you deploy, or the SQL that migrationSql() gives.',
      );
    }
  });

  it('delete what has expired with the next that comes, and keep what was sent', async () => {
    await empty();
    const ledger = postgresLedger(pools[0]);
    const reserve = (id: string, ttlMs: number) =>
      ledger.reserve({
        id,
        amounts: [{ account: 'tom', amount: 1, limit: 100 }],
        ttlMs,
        lost: 'unsettled',
      });
    await reserve('sent', 60_000);
    await ledger.markSent('sent', 'a', 1);
    for (const id of ['1', '2', '3']) await reserve(id, 1);
    await new Promise(resolve => setTimeout(resolve, 20));
    await reserve('next', 60_000);

    const { rows } = await pools[0].query('select id from grok_image.reservation order by id');
    expect(rows).toEqual([{ id: 'next' }, { id: 'sent' }]);
  });

  it('forget nothing of a ledger when their server is killed', async () => {
    await empty();
    const ledger = postgresLedger(pools[0]);
    const claim = { key: 'order-17', hash: 'h', token: 'a', leaseMs: 60_000 };
    const amounts = [{ account: 'tom', amount: 2e8, limit: 1e10 }];
    await ledger.reserve({ id: '1', amounts, ttlMs: 60_000, lost: 'unsettled' });
    await ledger.claim(claim);
    await ledger.markSent('1', 'a', 60_000);
    await server.kill();
    // Its children, who answer, outlive it for a moment.
    const state = async () => ledger.standing('tom').then(() => 'there', String);
    await expect.poll(state).toMatch(/connect|terminat/i);
    await server.restart();

    await expect(ledger.standing('tom')).resolves.toEqual({ spent: 0, reserved: 2e8, unsettled: 0 });
    await expect(ledger.claim({ ...claim, token: 'b' })).resolves.toMatchObject({ isOurs: false });
  });
});

async function callWith(use: object, ...given: readonly unknown[]): Promise<unknown> {
  return typeof use === 'function' ? Reflect.apply(use, undefined, given) : undefined;
}

describe.each(Object.entries({ postgresLedger, postgresSlots, migrate }))('%s', (_, use) => {
  it('refuses by name what is no pool, and unknown options', async () => {
    await expect(callWith(use, 'postgres://127.0.0.1')).rejects.toThrow(
      'Invalid pool: got "postgres://127.0.0.1". Accepted: a pool of pg, or what has its query(text, values).',
    );
    await expect(callWith(use, new Pool(), { shema: 'a' })).rejects.toThrow(
      'Invalid options.shema: got an unknown option. Accepted: schema (did you mean that?)',
    );
    await expect(callWith(use, new Pool(), { schema: 'a"; drop' })).rejects.toThrow('Invalid options.schema');
  });
});

describe('migrationSql', () => {
  it('is the SQL of a schema, which holds nothing but its own', () => {
    const sql = migrationSql({ schema: 'shop' });

    expect(sql).toContain('create table if not exists "shop".account');
    expect(sql).not.toContain('grok_image');
  });
});
