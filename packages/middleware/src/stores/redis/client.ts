import { isRecord } from '@ai-sdk/provider-utils';
import { invalidArgument } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';
import { sha1 } from './sha1.ts';

/** A client of `ioredis`, of one server or of a cluster. */
export interface IoredisClient {
  defineCommand(name: string, definition: { lua: string }): void;
  eval(script: string, keys: number, ...rest: string[]): Promise<unknown>;
  evalsha(hash: string, keys: number, ...rest: string[]): Promise<unknown>;
}

/** A client of `redis`, i.e. node-redis from 4 on, of one server or of a cluster. */
export interface NodeRedisClient {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  evalSha(hash: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** A client of `@upstash/redis`, which asks by HTTP. */
export interface UpstashClient {
  scriptLoad(script: string): Promise<unknown>;
  eval(script: string, keys: string[], rest: string[]): Promise<unknown>;
  evalsha(hash: string, keys: string[], rest: string[]): Promise<unknown>;
}

/** A client that is connected by its owner, and closed by it. */
export type RedisClient = IoredisClient | NodeRedisClient | UpstashClient;

/** Runs a script in Redis, which answers JSON, on keys that share a hash tag. */
export type RunScript = (keys: readonly string[], ...rest: readonly string[]) => Promise<unknown>;

/** Runs a script by its hash, and by its text where a server does not know it yet. */
export function scriptRunner(client: RedisClient, script: string): RunScript {
  const { byText, byHash } = waysOf(client);
  let hash: Promise<string> | undefined;
  return async (keys, ...rest) => {
    hash ??= sha1(script);
    const answer = await byHash(await hash, [...keys], [...rest]).catch((error: unknown) => {
      if (!messageOf(error).includes('NOSCRIPT')) throw error;
      return byText(script, [...keys], [...rest]);
    });
    // Upstash reads JSON by itself.
    const json: unknown = typeof answer === 'string' ? JSON.parse(answer) : answer;
    return json;
  };
}

type Evaluate = (script: string, keys: string[], rest: string[]) => Promise<unknown>;

function waysOf(client: RedisClient): { readonly byText: Evaluate; readonly byHash: Evaluate } {
  if ('evalSha' in client) {
    return {
      byText: (script, keys, rest) => client.eval(script, { keys, arguments: rest }),
      byHash: (hash, keys, rest) => client.evalSha(hash, { keys, arguments: rest }),
    };
  }
  if ('defineCommand' in client) {
    return {
      byText: (script, keys, rest) => client.eval(script, keys.length, ...keys, ...rest),
      byHash: (hash, keys, rest) => client.evalsha(hash, keys.length, ...keys, ...rest),
    };
  }
  return {
    byText: (script, keys, rest) => client.eval(script, keys, rest),
    byHash: (hash, keys, rest) => client.evalsha(hash, keys, rest),
  };
}

/**
 * Looks by its shape whether something is a client that is known.
 *
 * @throws InvalidArgumentError
 */
export function checkClient(client: unknown): void {
  const has = (...names: readonly string[]) =>
    isRecord(client) && names.every(name => typeof client[name] === 'function');
  const isKnown =
    has('eval', 'evalSha') || has('eval', 'evalsha', 'defineCommand') || has('eval', 'evalsha', 'scriptLoad');
  if (!isKnown) {
    throw invalidArgument(
      'client',
      client,
      'a client of ioredis, redis (node-redis, from 4 on) or @upstash/redis',
    );
  }
}
