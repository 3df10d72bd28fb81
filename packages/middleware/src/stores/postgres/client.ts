import { isRecord } from '@ai-sdk/provider-utils';
import { invalidArgument, parseStrict, patternSchema } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { StoreSetupError } from '../store-setup-error.ts';

/** A pool or a client of `pg`, which is closed by its owner. */
export interface PostgresPool {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** Options of every store in PostgreSQL. */
export interface PostgresStoreOptions {
  /** Where tables and functions are, one for each environment that shares a database; default `grok_image`. */
  readonly schema?: string | undefined;
}

const words = 'a name of 1 to 63 lower-case letters, digits and _';
const optionsSchema = lazy(() =>
  z.strictObject({
    schema: patternSchema(/^[a-z_][a-z0-9_]{0,62}$/, words).default('grok_image'),
  }),
);

/** The schema among options. */
export function schemaOf(options: PostgresStoreOptions): string {
  return parseStrict(optionsSchema(), options, 'options').schema;
}

/**
 * Looks by its shape whether something is a pool.
 *
 * @throws InvalidArgumentError
 */
export function checkPool(pool: unknown): void {
  if (!isRecord(pool) || typeof pool['query'] !== 'function') {
    throw invalidArgument('pool', pool, 'a pool of pg, or what has its query(text, values)');
  }
}

const rows = lazy(() => z.object({ rows: z.tuple([z.object({ answer: z.unknown() })]) }));

/**
 * Calls a function of the migration, which is a transaction by itself: a pool gives none over several queries.
 *
 * @throws StoreSetupError where there was no migration, and whatever the pool throws
 */
export function callFunction(
  pool: PostgresPool,
  schema: string,
  name: string,
  argument: object,
): Promise<unknown> {
  return ask(pool, schema, `${name}"($1::jsonb)`, [JSON.stringify(argument)]);
}

/**
 * Calls one function for each argument, all in one transaction: all are done, or none is.
 *
 * @throws as `callFunction` does
 */
export async function callForEach(
  pool: PostgresPool,
  schema: string,
  name: string,
  list: readonly object[],
): Promise<readonly unknown[]> {
  const values = [name, JSON.stringify(list)];
  return z.array(z.unknown()).parse(await ask(pool, schema, 'each_of"($1, $2::jsonb)', values));
}

async function ask(pool: PostgresPool, schema: string, call: string, values: string[]): Promise<unknown> {
  const result = await pool.query(`select "${schema}"."${call} as answer`, values).catch((cause: unknown) => {
    throw isMissing(cause) ? notMigrated(schema, cause) : cause;
  });
  const { answer } = rows().parse(result).rows[0];
  // A pool may be set up to leave JSON as text.
  const json: unknown = typeof answer === 'string' ? JSON.parse(answer) : answer;
  return json;
}

/** What PostgreSQL says of a function, a table or a schema that is not there. */
const missing = ['42883', '42P01', '3F000'];

function isMissing(error: unknown): boolean {
  return isRecord(error) && missing.some(code => code === error['code']);
}

function notMigrated(schema: string, cause: unknown): StoreSetupError {
  return new StoreSetupError({
    message: `Failed to use PostgreSQL: its schema "${schema}" is not there or is of an older version. Run migrate(pool) once when you deploy, or the SQL that migrationSql() gives.`,
    cause,
  });
}
