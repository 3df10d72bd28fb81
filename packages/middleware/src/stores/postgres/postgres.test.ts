import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeLedger } from '../test/describe-ledger.ts';
import { describeSlots } from '../test/describe-slots.ts';
import { isInstalled, startPostgres, type TestServer } from '../test/servers.ts';
import { migrate, postgresLedger, postgresSlots } from './index.ts';

describe.skipIf(!isInstalled('postgres'))('stores in PostgreSQL', () => {
  let server: TestServer;
  let pools: readonly [pg.Pool, pg.Pool];
  let schemas = 0;

  beforeAll(async () => {
    server = await startPostgres();
    pools = [connect(), connect()];
  });
  afterAll(async () => {
    await Promise.all(pools.map(pool => pool.end()));
    await server.stop();
  });

  const connect = () => {
    const pool = new pg.Pool({ connectionString: server.url, max: 4 });
    pool.on('error', () => {});
    return pool;
  };
  const fresh = async () => {
    schemas += 1;
    const options = { schema: `test_${schemas}` };
    await migrate(pools[0], options);
    return options;
  };

  describeSlots('PostgreSQL', async () => {
    const options = await fresh();
    return [postgresSlots(pools[0], options), postgresSlots(pools[1], options)];
  });
  describeLedger('PostgreSQL', async () => {
    const options = await fresh();
    return [postgresLedger(pools[0], options), postgresLedger(pools[1], options)];
  });

  it('are migrated by any number at once, and again', async () => {
    const options = { schema: 'often' };
    await Promise.all(Array.from({ length: 4 }, () => migrate(pools[0], options)));
    await migrate(pools[1], options);

    await expect(postgresLedger(pools[0], options).standing('tom')).resolves.toMatchObject({ spent: 0 });
  });
});
