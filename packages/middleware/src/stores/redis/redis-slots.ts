import { parseStrict } from '@grok-image/core';
import { toSlotAnswer } from '../remote-slots.ts';
import type { Slots } from '../slots.ts';
import { checkClient, scriptRunner, type RedisClient } from './client.ts';
import { optionsSchema, type RedisStoreOptions } from './key-prefix.ts';
import { slotsScript } from './slots-script.ts';

/**
 * A rate limit in Redis, shared by all processes that use the same prefix, by the clock of the server. It keeps windows as
 * they are given: between processes, 60 ms more than the service says were enough. Nothing is connected before its first use.
 *
 * @throws InvalidArgumentError for a client of another shape and for unknown options
 * @example
 * const slots = redisSlots(new Redis(process.env.REDIS_URL));
 */
export function redisSlots(client: RedisClient, options: RedisStoreOptions = {}): Slots {
  checkClient(client);
  const { prefix } = parseStrict(optionsSchema(), options, 'options');
  const run = scriptRunner(client, slotsScript);
  const ask = async (operation: string, name: string, argument: object) => {
    // One hash tag for each name, so that a cluster spreads them.
    const space = `${prefix}v1:{slots:${name}}:`;
    const keys = ['times', 'heads', 'lines', 'state'].map(key => `${space}${key}`);
    return run(keys, operation, JSON.stringify(argument));
  };
  return {
    async take({ name, windows, priority, line }) {
      return toSlotAnswer(await ask('take', name, { windows, line, isBulk: priority === 'bulk' }));
    },
    async leave({ name, line }) {
      await ask('leave', name, { line });
    },
    async pause(name, milliseconds) {
      await ask('pause', name, { milliseconds });
    },
  };
}
