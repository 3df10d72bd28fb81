import { parseStrict, wholeNumberSchema } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { Ledger } from '../ledger.ts';
import { remoteLedger } from '../remote-ledger.ts';
import { checkClient, scriptRunner, type RedisClient } from './client.ts';
import { durabilityCheck } from './durability.ts';
import { forgetPages } from './forget-pages.ts';
import { optionsSchema, type RedisStoreOptions } from './key-prefix.ts';
import { inOneTurn } from './in-one-turn.ts';
import { ledgerScript } from './ledger-script.ts';
import { fsyncCheck, replicaWait } from './replication.ts';

export interface RedisLedgerOptions extends RedisStoreOptions {
  /**
   * Takes the Redis for one that forgets nothing, whatever it says of itself: default `false`, which refuses one that
   * has no append-only file or evicts, and one that does not tell.
   */
  readonly durable?: boolean | undefined;
  /**
   * Replicas that must have what was sent, settled or done before a call goes on, so that it is not forgotten when one of them
   * takes over; default 0. Each such step then waits for them, 150 ms at most, and fails where fewer have it.
   */
  readonly replicas?: number | undefined;
  /** Refuses a server that answers before its disk has what was paid, which is forgotten when its host dies. */
  readonly appendfsync?: 'always' | undefined;
}

const schema = lazy(() =>
  optionsSchema().extend({
    durable: z.boolean().default(false),
    replicas: wholeNumberSchema(0, 100, 'a whole number').default(0),
    appendfsync: z.literal('always').optional(),
  }),
);

const answers = lazy(() => z.array(z.unknown()));

/**
 * A ledger in Redis, shared by all processes that use the same prefix, by the clock of the server. Amounts stay exact up
 * to 2^53, which is $900,000 in ticks of 1e-10 USD. Nothing is connected before its first use.
 *
 * @throws InvalidArgumentError for a client of another shape and for unknown options; every method rejects with a
 * StoreSetupError as long as the Redis can forget what was paid
 * @example
 * const ledger = redisLedger(new Redis(process.env.REDIS_URL));
 */
export function redisLedger(client: RedisClient, options: RedisLedgerOptions = {}): Ledger {
  checkClient(client);
  const { prefix, durable, replicas, appendfsync } = parseStrict(schema(), options, 'options');
  // One hash tag: in a cluster, all of a ledger is on one server, where one script reaches it.
  const space = `${prefix}v1:{ledger}:`;
  const check = durable ? async () => {} : durabilityCheck(client, space);
  const checkDisk = appendfsync === undefined ? async () => {} : fsyncCheck(client);
  const reachReplicas = replicaWait(client, replicas);
  const run = scriptRunner(client, ledgerScript);
  const ask = async (operation: string, argument: object) => {
    await check();
    await checkDisk();
    return run([space], operation, JSON.stringify(argument));
  };
  const askTogether = inOneTurn(async list => {
    const [first] = list;
    if (first !== undefined && list.length === 1) return [await ask(first.operation, first.argument)];
    return answers().parse(await ask('all', list));
  });
  return {
    ...remoteLedger(async (operation, argument) => {
      const answer = await askTogether(operation, argument);
      await reachReplicas(operation);
      return answer;
    }),
    async forget(what) {
      let count = 0;
      for (const kind of ['call:', 'claim:', 'account:']) {
        count += await forgetPages(what, page => ask('forget', { ...page, kind }));
      }
      return count;
    },
  };
}
