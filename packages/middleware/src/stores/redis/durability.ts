import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { StoreSetupError } from '../store-setup-error.ts';
import { scriptRunner, type RedisClient } from './client.ts';

/** By `INFO`, which tells what is in force, and which hosts allow that forbid `CONFIG`. */
const script = `
local function read(section, name)
  local text = redis.pcall('INFO', section)
  return type(text) == 'string' and string.match(text, name .. ':([^\\r\\n]*)') or '?'
end
return cjson.encode({
  appendOnly = read('persistence', 'aof_enabled'),
  policy = read('memory', 'maxmemory_policy'),
  base = read('persistence', 'aof_base_size'),
  rewrites = read('persistence', 'aof_rewrite_in_progress') .. read('persistence', 'aof_rewrite_scheduled'),
})
`;

const answer = lazy(() =>
  z.object({ appendOnly: z.string(), policy: z.string(), base: z.string(), rewrites: z.string() }),
);

/**
 * Makes sure that a Redis cannot forget what was paid: that it appends what it writes to a file, and evicts nothing when
 * its memory is full. It is asked at the first use only.
 *
 * @param key - any key of the ledger: in a cluster, its server is asked
 * @returns what throws a StoreSetupError as long as the Redis can forget, or does not tell
 */
export function durabilityCheck(client: RedisClient, key: string): () => Promise<void> {
  const ask = scriptRunner(client, script);
  let isDurable = false;
  return async () => {
    if (isDurable) return;
    const { appendOnly, policy, base, rewrites } = answer().parse(await ask([key]));
    if (appendOnly !== '1') throw forgets(appendOnly === '0' ? 'appendonly is "no"' : unread('appendonly'));
    // Turned on while it runs, it has a file only when that is written whole: what comes before dies with the server.
    if (base === '0' && rewrites.includes('1')) throw forgets('its append-only file is not there yet');
    if (policy !== 'noeviction') {
      throw forgets(policy === '?' ? unread('maxmemory-policy') : `maxmemory-policy is "${policy}"`);
    }
    isDurable = true;
  };
}

function unread(name: string): string {
  return `it does not tell its ${name}`;
}

function forgets(reason: string): StoreSetupError {
  return new StoreSetupError({
    message: `Failed to keep the ledger in Redis: ${reason}, so that it may forget what was paid, which would be paid again. Set appendonly to "yes" and maxmemory-policy to "noeviction" on the server, or accept it by redisLedger(client, { durable: true }).`,
  });
}
