import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeLedger } from '../test/describe-ledger.ts';
import { describeSlots } from '../test/describe-slots.ts';
import { isInstalled, startPostgres, type TestServer } from '../test/servers.ts';
import { migrate, postgresLedger, postgresSlots } from './index.ts';

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
});
