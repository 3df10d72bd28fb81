import { describe, expect, it } from 'vitest';
import { Redis as UpstashRedis } from '@upstash/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { redisCache, redisLedger, redisSlots } from './index.ts';

const stores = { redisCache, redisLedger, redisSlots };

describe.each(Object.entries(stores))('%s', (_, store) => {
  it('takes the clients of three packages, and asks nothing of them when it is made', () => {
    store(new Redis({ lazyConnect: true }));
    store(createClient());
    store(new UpstashRedis({ url: 'https://example.com', token: 'token', enableTelemetry: false }));

    expect.assertions(0);
  });

  it.each([
    ['a name of a server', 'redis://127.0.0.1'],
    ['nothing', undefined],
    ['a client that runs no scripts', { get: () => {}, set: () => {} }],
    ['a client of node-redis 3', { eval: () => {}, evalsha: () => {}, send_command: () => {} }],
  ])('refuses %s by name', (__, client) => {
    expect(() => Reflect.apply(store, undefined, [client])).toThrow(
      /^Invalid client: got .*\. Accepted: a client of ioredis, redis \(node-redis, from 4 on\) or @upstash\/redis\./,
    );
  });

  it('refuses unknown options, and braces in the prefix', () => {
    const client = new Redis({ lazyConnect: true });

    expect(() => Reflect.apply(store, undefined, [client, { prefx: 'a' }])).toThrow(
      'Invalid options.prefx: got an unknown option. Accepted: prefix (did you mean that?)',
    );
    expect(() => store(client, { prefix: 'a{b}' })).toThrow('Invalid options.prefix: got "a{b}".');
  });
});
