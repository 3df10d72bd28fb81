import { AISDKError } from '@ai-sdk/provider';
import { isRecord } from '@ai-sdk/provider-utils';
import { invalidArgumentInWords } from '@grok-image/core';
import type { LedgerOperation } from '../remote-ledger.ts';
import { StoreSetupError } from '../store-setup-error.ts';
import type { RedisClient } from './client.ts';

/** Less than a store has in all, in milliseconds. */
const waitMs = 150;

/** After these, something is certain that must not be forgotten; what is lost of the others is not sent, or expires. */
const certain: readonly LedgerOperation[] = [
  'mark_sent',
  'settle',
  'void',
  'free',
  'stop',
  'resume',
  'advance',
];

/** Sends a command over the connection of a client, behind those that it has sent before. */
type SendCommand = (...words: string[]) => Promise<unknown>;

/**
 * Makes sure that what is certain outlives the server: that replicas have it before anybody relies on it.
 *
 * @param replicas - how many of them; 0 waits for none
 * @returns what is done after each operation; it throws an AISDKError where fewer have it in time
 * @throws InvalidArgumentError for a client that cannot wait on its connection: of a cluster or a pool, or by HTTP
 */
export function replicaWait(
  client: RedisClient,
  replicas: number,
): (operation: LedgerOperation) => Promise<void> {
  if (replicas === 0) return async () => undefined;
  const send = senderOf(client, 'replicas');
  return async operation => {
    if (!certain.includes(operation)) return;
    const count = Number(await send('WAIT', String(replicas), String(waitMs)));
    if (count >= replicas) return;
    throw new AISDKError({
      name: 'ReplicationError',
      message: `Failed to keep the ledger in Redis: ${count} of ${replicas} replicas have it within ${waitMs} ms, so that a failover may forget what was paid. Make sure that they are there, or wait for fewer by replicas.`,
    });
  };
}

/**
 * Makes sure, once, that the server writes to its disk before it answers.
 *
 * @returns what throws a StoreSetupError as long as it does not, or does not tell
 * @throws InvalidArgumentError for a client that cannot ask one server for its settings
 */
export function fsyncCheck(client: RedisClient): () => Promise<void> {
  const send = senderOf(client, 'appendfsync');
  let isAlways = false;
  return async () => {
    if (isAlways) return;
    const answer = await send('CONFIG', 'GET', 'appendfsync');
    const values = answer instanceof Map ? [...answer.values()] : Object.values(Object(answer));
    isAlways = values.includes('always');
    if (isAlways) return;
    throw new StoreSetupError({
      message: `Failed to keep the ledger in Redis: appendfsync is not "always", so that what was paid in the last second is forgotten when its host dies. Set it on the server, or leave appendfsync out.`,
    });
  };
}

/** @throws InvalidArgumentError naming the option */
function senderOf(client: object, option: string): SendCommand {
  const one = isRecord(client) ? client : {};
  const { call, sendCommand } = one;
  // Clusters, pools and sentinels spread their commands over many connections: those of node-redis choose no database.
  if (one['isCluster'] !== true && 'defineCommand' in one && typeof call === 'function') {
    return async (...words) => Reflect.apply(call, client, words);
  }
  if ('evalSha' in one && 'select' in one && typeof sendCommand === 'function') {
    return async (...words) => Reflect.apply(sendCommand, client, [words]);
  }
  throw invalidArgumentInWords(
    option,
    'a client of a cluster, a pool or a sentinel, or one that asks by HTTP',
    'a client of ioredis or node-redis that is connected to one server',
  );
}
