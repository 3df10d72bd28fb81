import { checkPool, schemaOf, type PostgresPool, type PostgresStoreOptions } from './client.ts';
import { ledgerSql } from './ledger-sql.ts';
import { claimsSql } from './claims-sql.ts';
import { slotsSql } from './slots-sql.ts';
import { switchesSql } from './switches-sql.ts';

/**
 * The SQL that makes tables and functions, or brings those of an older version to this one; it may run again. To be run
 * as one transaction, e.g. by `psql --single-transaction`, for PostgreSQL from 11 on.
 *
 * @throws InvalidArgumentError for unknown options
 * @example
 * await writeFile('grok-image.sql', migrationSql());
 */
export function migrationSql(options: PostgresStoreOptions = {}): string {
  const schema = `"${schemaOf(options)}"`;
  return `-- Tables and functions of @grok-image/middleware.
-- Two that migrate at once would fail both.
select pg_advisory_xact_lock(hashtextextended('grok-image migration', 0));
create schema if not exists ${schema};
create or replace function ${schema}.now_ms() returns bigint language sql volatile as $$
  select floor(extract(epoch from clock_timestamp()) * 1000)::bigint;
$$;
-- Held until the end of the transaction: whatever else touches the same waits.
create or replace function ${schema}.lock_name(name text) returns void language sql volatile as $$
  select pg_advisory_xact_lock(hashtextextended('${schemaOf(options)} ' || name, 0));
$$;
${ledgerSql(schema)}${claimsSql(schema)}${switchesSql(schema)}${slotsSql(schema)}`;
}

/**
 * Makes the tables and functions, all or nothing. Run it when you deploy: no request does.
 *
 * @throws InvalidArgumentError for a pool of another shape and for unknown options, and whatever the pool throws
 * @example
 * await migrate(new Pool({ connectionString: process.env.DATABASE_URL }));
 */
export async function migrate(pool: PostgresPool, options: PostgresStoreOptions = {}): Promise<void> {
  checkPool(pool);
  // Several statements in one query are one transaction.
  await pool.query(migrationSql(options));
}
