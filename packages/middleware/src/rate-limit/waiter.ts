import { abortReasonOf } from '@grok-image/core/internal';
import type { SlotRequest } from '../stores/slots.ts';
import type { Ring } from './ring.ts';

/** A request that gets into a line. */
export interface Comer {
  readonly modelId: string;
  readonly tenant: string;
  readonly priority: SlotRequest['priority'];
  readonly abortSignal: AbortSignal | undefined;
  /** By `performance.now()`: its turn has to come before. */
  readonly startsBy: number;
  /** It had its turn, was turned away by 429, and comes before the others. */
  readonly isBack: boolean;
}

/** One that waits. */
export interface Waiter extends Comer {
  readonly go: () => void;
  readonly end: (error: unknown) => void;
  /** Its time is over. */
  isLate: boolean;
}

/** What a timer can be set to, in milliseconds; a longer time is no limit in practice. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Gets into a line, and waits there until it is let go or ended. It leaves at once when its signal is aborted.
 *
 * @param onChange - hears when it has come, has gone, and when its time is over
 */
export function getInto(ring: Ring<Waiter>, comer: Comer, onChange: () => void): Promise<void> {
  const { tenant, abortSignal, startsBy, isBack } = comer;
  return new Promise((resolve, reject) => {
    const settle = () => {
      ring.delete(tenant, waiter);
      clearTimeout(patience);
      abortSignal?.removeEventListener('abort', giveIn);
    };
    const waiter: Waiter = {
      ...comer,
      isLate: false,
      go() {
        settle();
        resolve();
      },
      end(error) {
        settle();
        reject(error);
      },
    };
    const giveIn = () => {
      waiter.end(abortSignal && abortReasonOf(abortSignal));
      onChange();
    };
    const lose = () => {
      waiter.isLate = true;
      onChange();
    };
    const patienceMs = Math.max(0, startsBy - performance.now());
    const patience = patienceMs > longestTimerMs ? undefined : setTimeout(lose, patienceMs);
    abortSignal?.addEventListener('abort', giveIn);
    ring.add(tenant, waiter, isBack);
    onChange();
  });
}
