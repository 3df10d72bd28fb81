import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { Ledger } from '../ledger.ts';
import { remoteLedger } from '../remote-ledger.ts';
import { callFunction, checkPool, schemaOf, type PostgresPool, type PostgresStoreOptions } from './client.ts';

const forgotten = lazy(() => z.object({ count: z.number() }));

/**
 * A ledger in PostgreSQL, shared by all processes that use the same schema, by the clock of the server. `migrate(pool)`
 * makes its tables. Nothing is connected before its first use.
 *
 * @throws InvalidArgumentError for a pool of another shape and for unknown options; every method rejects with a
 * StoreSetupError where there was no migration
 * @example
 * const ledger = postgresLedger(new Pool({ connectionString: process.env.DATABASE_URL }));
 */
export function postgresLedger(pool: PostgresPool, options: PostgresStoreOptions = {}): Ledger {
  checkPool(pool);
  const schema = schemaOf(options);
  return {
    ...remoteLedger((operation, argument) => callFunction(pool, schema, operation, argument)),
    async forget(what) {
      return forgotten().parse(await callFunction(pool, schema, 'forget', what)).count;
    },
  };
}
