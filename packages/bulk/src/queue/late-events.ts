import { every } from '@grok-image/middleware/internal';
import type { Pool } from 'pg';

/** Between two looks for what was passed over, and for how long an event may be on its way, in milliseconds. */
const lookMs = 1000;
const lateMs = 60_000;

/** The events of a queue in PostgreSQL that tell of a job which has ended. */
export interface LateEvents {
  /** An event was read; it is told once. */
  take(id: string, returnvalue: unknown): void;
  close(): void;
}

/**
 * Tells of those events that are passed over, too. BullMQ reads on from the highest number that it has seen; one of a lower
 * number is there only later where its transaction ends later.
 *
 * @param after - number of the last event before
 */
export function lateEvents(
  { pool, schema, queue, after }: { pool: Pool; schema: string; queue: string; after: string },
  hear: (returnvalue: unknown) => void,
): LateEvents {
  /** By when they were read. */
  const heard = new Map<string, number>();
  let floor = BigInt(after);

  function take(id: string, returnvalue: unknown): void {
    if (heard.has(id) || BigInt(id) <= floor) return;
    heard.set(id, performance.now());
    hear(returnvalue);
  }

  async function look(): Promise<void> {
    for (const [id, at] of heard) {
      if (performance.now() - at < lateMs) break;
      heard.delete(id);
      if (BigInt(id) > floor) floor = BigInt(id);
    }
    const { rows } = await pool.query<{ id: string; returnvalue: unknown }>(
      `select id::text, data -> 'returnvalue' as returnvalue from ${schema}.event
       where queue = $1 and event = 'completed' and id > $2 and id <> all($3::bigint[]) order by id`,
      [queue, floor.toString(), [...heard.keys()]],
    );
    for (const { id, returnvalue } of rows) take(id, returnvalue);
  }

  // While the server is away, nothing is passed over that the next look does not find.
  return { take, close: every(lookMs, () => void look().catch(() => undefined)) };
}
