import { production, wrap } from '@grok-image/middleware';
import { memoryBlobs, memoryCache, memoryLedger } from '@grok-image/middleware';
import type { StackScript } from '../script/scenario.ts';
import type { VirtualTime } from '../time/virtual-time.ts';

/** The stores that all processes of a play share. */
export interface SharedStores {
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
  const { ledger, blobs, cache } = process.stores;
  const reach = <STORE extends object>(store: STORE, mayForget: boolean) =>
    reached(store, { ...process, script, mayForget });
  return wrap(
    model,
    production({
      ledger: reach(ledger, false),
      bucket: reach(blobs, true),
      // It looks for a library with its first call, which takes a time that is real.
      telemetry: false,
      ...(script.budget && {
        // What the service bills, by the key of its provider.
        budget: { ...plenty, price: ({ provider, n }) => ofImages(provider, n) },
      }),
      ...(script.fallback && {
        fallback: [standIn()],
        fallbackOptions: { on: { funds: true } },
      }),
      ...(script.cache && {
        cache: { store: reach(cache, true) },
      }),
    }),
  );
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
