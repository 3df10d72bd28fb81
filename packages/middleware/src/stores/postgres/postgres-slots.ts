import { toSlotAnswer } from '../remote-slots.ts';
import type { Slots } from '../slots.ts';
import { callFunction, checkPool, schemaOf, type PostgresPool, type PostgresStoreOptions } from './client.ts';

/**
 * A rate limit in PostgreSQL, shared by all processes that use the same schema, by the clock of the server. It keeps
 * windows as they are given: between processes, 60 ms more than the service says were enough. `migrate(pool)` makes its
 * tables. Nothing is connected before its first use.
 *
 * @throws InvalidArgumentError for a pool of another shape and for unknown options
 * @example
 * const slots = postgresSlots(new Pool({ connectionString: process.env.DATABASE_URL }));
 */
export function postgresSlots(pool: PostgresPool, options: PostgresStoreOptions = {}): Slots {
  checkPool(pool);
  const schema = schemaOf(options);
  return {
    async take({ name, windows, priority, line }) {
      const argument = { name, windows, line, isBulk: priority === 'bulk' };
      return toSlotAnswer(await callFunction(pool, schema, 'take_slot', argument));
    },
    async leave({ name, line }) {
      await callFunction(pool, schema, 'leave_line', { name, line });
    },
    async pause(name, milliseconds) {
      await callFunction(pool, schema, 'pause_slots', { name, milliseconds });
    },
  };
}
