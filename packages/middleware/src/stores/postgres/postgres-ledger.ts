import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { Ledger } from '../ledger.ts';
import { remoteLedger, type LedgerOperation } from '../remote-ledger.ts';
import {
  callForEach,
  callFunction,
  checkPool,
  schemaOf,
  type PostgresPool,
  type PostgresStoreOptions,
} from './client.ts';
import { together } from './together.ts';

/** What takes the lock of an account, for which all calls of a tenant wait. */
const ofAccounts = ['reserve', 'mark_sent', 'renew', 'settle', 'release', 'void'] as const;

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
  const lines = new Map<LedgerOperation, (argument: object) => Promise<unknown>>(
    ofAccounts.map(name => [name, together(list => callForEach(pool, schema, name, list))]),
  );
  return {
    ...remoteLedger(
      (operation, argument) =>
        lines.get(operation)?.(argument) ?? callFunction(pool, schema, operation, argument),
    ),
    async forget(what) {
      return forgotten().parse(await callFunction(pool, schema, 'forget', what)).count;
    },
  };
}
