import { invalidArgumentInWords } from '@grok-image/core';
import type { Ledger } from '@grok-image/middleware';

/** A ledger that is shared by processes, and what ends its connection. */
export interface OpenLedger {
  readonly ledger: Ledger;
  close(): Promise<void>;
}

/** Where a ledger is. */
export interface LedgerPlace {
  readonly redis?: string | undefined;
  readonly postgres?: string | undefined;
  /** The prefix of its keys in Redis, or its schema in PostgreSQL. */
  readonly prefix?: string | undefined;
}

/**
 * Connects to the ledger of a production stack.
 *
 * @throws InvalidArgumentError where it is not said which, or two are
 */
export async function openLedger({ redis, postgres, prefix }: LedgerPlace): Promise<OpenLedger> {
  if ((redis === undefined) === (postgres === undefined)) {
    const found = redis === undefined ? 'neither' : 'both';
    throw invalidArgumentInWords('--redis and --postgres', found, 'one of them, where the ledger is');
  }
  if (redis !== undefined) {
    const [{ Redis }, { redisLedger }] = await Promise.all([
      import('ioredis'),
      import('@grok-image/middleware/redis'),
    ]);
    const client = new Redis(redis, { lazyConnect: true, maxRetriesPerRequest: 1 });
    // What fails is told by what was asked.
    client.on('error', () => {});
    // A person reads here, and whoever wrote has looked whether it forgets.
    const ledger = redisLedger(client, { durable: true, ...(prefix !== undefined && { prefix }) });
    return { ledger, close: async () => client.disconnect() };
  }
  const [{ Pool }, { postgresLedger }] = await Promise.all([
    import('pg'),
    import('@grok-image/middleware/postgres'),
  ]);
  const pool = new Pool({ connectionString: postgres });
  const ledger = postgresLedger(pool, prefix === undefined ? {} : { schema: prefix });
  return { ledger, close: () => pool.end() };
}
