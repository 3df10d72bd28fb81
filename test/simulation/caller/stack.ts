import {
  memoryBlobs,
  memoryCache,
  memoryLedger,
  production,
  wrap,
  type ProductionMiddleware,
} from '@grok-image/middleware';
import { budgetMiddleware, type BudgetMiddleware, type BudgetOptions } from '@grok-image/middleware/budget';
import type { BudgetScript, StackScript } from '../script/scenario.ts';
import type { VirtualTime } from '../time/virtual-time.ts';

/** What all calls of a play share. */
export interface SharedStores {
  /** The stack of the process that makes all of them, where one does. */
  stack?: ProductionMiddleware;
  readonly ledger: ReturnType<typeof memoryLedger>;
  readonly blobs: ReturnType<typeof memoryBlobs>;
  readonly cache: ReturnType<typeof memoryCache>;
}

/** What an image is taken to cost at most, and how much may be spent. */
const price = { usd: 0.02, buzz: 26 };
const plenty = { usd: 900_000, buzz: 1_000_000_000 };

export function createStores(): SharedStores {
  return { ledger: memoryLedger(), blobs: memoryBlobs(), cache: memoryCache() };
}

/** The process that a call runs in. */
export interface StackProcess {
  readonly stores: SharedStores;
  readonly time: VirtualTime;
  readonly isDead: () => boolean;
}

/**
 * The model of one process behind the stack, whose stores are reached over a network that does what was drawn.
 *
 * @param standIn - makes the model that serves where this one cannot, of the same account
 */
export function behindStack<MODEL extends Parameters<typeof wrap>[0]>(
  model: MODEL,
  script: StackScript,
  process: StackProcess,
  standIn: () => MODEL,
): MODEL {
  const { stores } = process;
  if (!script.together) return wrap(model, createStack(script, process, standIn));
  stores.stack ??= createStack(script, process, standIn);
  return wrap(model, stores.stack);
}

function createStack(
  script: StackScript,
  process: StackProcess,
  standIn: () => Parameters<typeof wrap>[0],
): ProductionMiddleware {
  const { ledger, blobs, cache } = process.stores;
  const reach = <STORE extends object>(store: STORE, mayForget: boolean) =>
    reached(store, { ...process, script, mayForget });
  return production({
    ledger: reach(ledger, false),
    bucket: reach(blobs, true),
    // It looks for a library with its first call, which takes a time that is real.
    telemetry: false,
    ...(script.budget && { budget: budgetOf(script.budget) }),
    ...(script.fallback && {
      fallback: [standIn()],
      fallbackOptions: { on: { funds: true, unknown: script.fallback === 'unknown' } },
    }),
    ...(script.cache && {
      cache: { store: reach(cache, true) },
    }),
  });
}

/** The same budget in another process, which always reaches its store. */
export function budgetBeside(script: BudgetScript, { ledger }: SharedStores): BudgetMiddleware {
  return budgetMiddleware({ ...budgetOf(script), ledger });
}

function budgetOf({ pictures, inFlight, refusals }: BudgetScript): BudgetOptions {
  const money = pictures === undefined ? plenty : { usd: price.usd * pictures, buzz: price.buzz * pictures };
  return {
    ...money,
    maxInFlight: inFlight,
    refusals,
    // What the service bills, by the key of its provider.
    price: ({ provider, n }) => ofImages(provider, n),
  };
}

function ofImages(provider: string, images: number): { usd: number } | { buzz: number } {
  return provider.startsWith('civitai') ? { buzz: price.buzz * images } : { usd: price.usd * images };
}

/** One in so many calls of a store meets what was drawn. */
const oneIn = 4;
/** Longer than any store is waited for, in milliseconds; what it was asked for it does all the same. */
const lagMs = 400;

function reached<STORE extends object>(
  store: STORE,
  { script, time, isDead, mayForget }: StackProcess & { script: StackScript; mayForget: boolean },
): STORE {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...values: unknown[]): Promise<unknown> => {
        // Nothing reaches a store from a process that has ended.
        if (isDead()) return new Promise(() => undefined);
        const isStruck = script.stores !== undefined && Math.random() < 1 / oneIn;
        if (isStruck && script.stores === 'fail') throw new RangeError('connection lost');
        if (isStruck && script.stores === 'forget' && mayForget && name === 'get') return undefined;
        if (isStruck && script.stores === 'lag') await time.sleep(lagMs);
        return Reflect.apply(method, target, values);
      };
    },
  });
}

/** What the budget of a play counts as spent, in ticks or thousandths of a Buzz, whatever may still be settled. */
export async function countedBy({
  ledger,
}: SharedStores): Promise<{ readonly usd: number; readonly buzz: number }> {
  const count = async (currency: 'usd' | 'buzz') => {
    const { spent, reserved, unsettled } = await ledger.standing(
      `budget/default/all/${currency}/total/total`,
    );
    return spent + reserved + unsettled;
  };
  return { usd: await count('usd'), buzz: await count('buzz') };
}
