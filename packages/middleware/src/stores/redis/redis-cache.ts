import { parseStrict } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { CacheStore } from '../cache-store.ts';
import { checkClient, scriptRunner, type RedisClient } from './client.ts';
import { forgetPages, patternLua } from './forget-pages.ts';
import { optionsSchema, type RedisStoreOptions } from './key-prefix.ts';

/** Values stand behind the milliseconds since 1970 at which they were set. */
const script = `
local operation, a = ARGV[1], cjson.decode(ARGV[2])
local call = redis.call
${patternLua}
local operations = {}

function operations.get()
  local found = call('GET', KEYS[1])
  return { value = found and string.match(found, '^%d+:(.*)$') or nil }
end

function operations.set()
  local clock = call('TIME')
  local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
  call('SET', KEYS[1], now .. ':' .. a.value)
  if a.ttlMs then call('PEXPIRE', KEYS[1], math.ceil(a.ttlMs)) end
  return {}
end

function operations.delete()
  return { isDeleted = call('DEL', KEYS[1]) == 1 }
end

function operations.forget()
  local page = call('SCAN', a.cursor, 'MATCH', patternOf(KEYS[1] .. a.prefix), 'COUNT', 500)
  local count = 0
  for _, key in ipairs(page[2]) do
    local setAt = tonumber(string.match(call('GET', key) or '', '^%d+'))
    if setAt and setAt < a.before then count = count + call('DEL', key) end
  end
  return { cursor = page[1], count = count }
end

return cjson.encode(operations[operation]())
`;

const found = lazy(() => z.object({ value: z.string().optional() }));

/**
 * The index of a cache in Redis, shared by all processes that use the same prefix. It may forget whatever it holds, so that
 * any Redis will do. Nothing is connected before its first use.
 *
 * @throws InvalidArgumentError for a client of another shape and for unknown options
 * @example
 * const cache = cacheMiddleware({ store: redisCache(new Redis(process.env.REDIS_URL)), blobs });
 */
export function redisCache(client: RedisClient, options: RedisStoreOptions = {}): CacheStore {
  checkClient(client);
  const { prefix } = parseStrict(optionsSchema(), options, 'options');
  // One hash tag: in a cluster, one server has all keys, where one SCAN finds them.
  const space = `${prefix}v1:{cache}:`;
  const run = scriptRunner(client, script);
  const ask = async (operation: string, key: string, argument: object = {}) =>
    run([`${space}${key}`], operation, JSON.stringify(argument));
  return {
    async get(key) {
      return found().parse(await ask('get', key)).value;
    },
    async set(key, value, ttlMs) {
      await ask('set', key, { value, ttlMs });
    },
    async delete(key) {
      await ask('delete', key);
    },
    forget: what => forgetPages(what, page => ask('forget', '', page)),
  };
}
