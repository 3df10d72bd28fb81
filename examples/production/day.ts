import type { LedgerEntry, RunningEmulator } from '@grok-image/emulator';
import type { ProductionEvent } from '@grok-image/middleware';
import { generateImage, type ImageModel } from 'ai';

// What AI SDK prints of every result would stand before the table.
globalThis.AI_SDK_LOG_WARNINGS = false;

/** Asks for pictures; a call that fails brings none. */
type Ask = (prompt: string, options?: { readonly n?: number; readonly key?: string }) => Promise<void>;

/** What happens on that day. */
const cases: Readonly<Record<string, (ask: Ask, emulator: RunningEmulator) => Promise<unknown>>> = {
  'one prompt, five times at once': ask => Promise.all(Array.from({ length: 5 }, () => ask('A lighthouse'))),
  'the same prompt, later': ask => ask('A lighthouse'),
  'one order, delivered twice': async ask => {
    for (const key of ['order-17', 'order-17']) await ask('A cat in a tree', { key });
  },
  'an answer is lost, and its order comes again': async (ask, emulator) => {
    emulator.script({ backend: 'xai', reset: 'after' });
    for (const key of ['order-18', 'order-18']) await ask('A dog in a tree', { key });
  },
  'a call for more than the budget': ask => ask('A red balloon', { n: 20 }),
  'three prompts, xAI cannot be reached': async (ask, emulator) => {
    emulator.script({ backend: 'xai', unreachable: 'refused', times: 3 });
    for (const place of ['hill', 'lake', 'wood']) await ask(`A cottage by a ${place}`);
  },
  'twelve prompts at once': ask =>
    Promise.all(Array.from({ length: 12 }, (_, hour) => ask(`A clock that says ${hour + 1}`))),
};

interface Counted {
  readonly bills: number;
  readonly usd: number;
  readonly pictures: number;
}

/** Makes the day twice, and prints what each model was billed for it, and what the stack told meanwhile. */
export async function printDay({
  bare,
  stacked,
  emulator,
  events,
}: {
  readonly bare: ImageModel;
  readonly stacked: ImageModel;
  readonly emulator: RunningEmulator;
  readonly events: readonly ProductionEvent[];
}): Promise<void> {
  const [without, within] = [await spend(bare, emulator), await spend(stacked, emulator)];
  const rows = Object.keys(cases).map((name, index) => {
    const [one, other] = [without[index], within[index]];
    return [
      name,
      {
        'bills bare': one?.bills,
        stack: other?.bills,
        'pictures bare': one?.pictures,
        'stack ': other?.pictures,
      },
    ];
  });
  console.table(Object.fromEntries(rows));
  const saved = (['bills', 'usd'] as const).map(field => total(without, field) - total(within, field));
  const waits = events.flatMap(event => (event.type === 'end' ? event.queuedMs : []));
  console.log(
    `Saved: ${saved[0]} bills, ${saved[1]?.toFixed(3)} USD. Longest wait for a turn: ${Math.max(...waits)} ms.`,
  );
  console.log(`Told: ${[...new Set(events.map(({ type }) => type))].join(', ')}.`);
}

async function spend(model: ImageModel, emulator: RunningEmulator): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (const run of Object.values(cases)) {
    emulator.reset();
    let pictures = 0;
    await run(async (prompt, { n = 1, key } = {}) => {
      const providerOptions = { grokImage: key === undefined ? {} : { key } };
      const asked = generateImage({ model, prompt, n, providerOptions, maxRetries: 0 });
      const made = await asked.then(
        ({ images }) => images.length,
        () => 0,
      );
      pictures += made;
    }, emulator);
    counted.push({ bills: emulator.ledger.length, usd: sum(emulator.ledger.map(usdOf)), pictures });
  }
  return counted;
}

/** A Buzz is a thousandth of a dollar. */
function usdOf({ cost, unit }: LedgerEntry): number {
  return unit === 'buzz' ? cost / 1000 : cost / 1e10;
}

function total(counted: readonly Counted[], field: keyof Counted): number {
  return sum(counted.map(one => one[field]));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((all, amount) => all + amount, 0);
}
