import { describe, expect, it } from 'vitest';
import type { SlotRequest, Slots } from '../slots.ts';

/** What two processes see of a new store that they share. */
export type MakeSlots = () => Promise<readonly [Slots, Slots]>;

const ask: SlotRequest = {
  name: 'xai grok-imagine-image',
  windows: [{ most: 5, lengthMs: 60_000 }],
  priority: 'interactive',
  line: 'a',
};

/** What holds for every store of slots. */
export function describeSlots(name: string, make: MakeSlots): void {
  describe(`slots of ${name}`, () => {
    it('begin at once up to the limit, and then when the window has room', async () => {
      const waits = await takeMany((await make())[0], 12, ask);

      expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
      expect(waits[5]).toBeGreaterThan(30_000);
      expect(waits[9]).toBeLessThanOrEqual(60_000);
      expect(waits[10]).toBeGreaterThan(90_000);
    });

    it('keep to all windows', async () => {
      const windows = [...ask.windows, { most: 7, lengthMs: 600_000 }];
      const waits = await takeMany((await make())[0], 8, { ...ask, windows });

      expect(waits[6]).toBeLessThanOrEqual(60_000);
      expect(waits[7]).toBeGreaterThan(300_000);
      expect(waits[7]).toBeLessThanOrEqual(600_000);
    });

    it('are shared fairly by two processes, and never more than the limit in any stretch of time', async () => {
      const stores = await make();
      // As the limiter does, slack on the window: timers come late on a busy machine.
      const windows = [{ most: 5, lengthMs: 400 }];
      const sent: { readonly line: string; readonly at: number }[] = [];
      const work = async (slots: Slots, line: string) => {
        for (let call = 0; call < 10; call += 1) {
          const { waitMs } = await slots.take({ ...ask, windows, line });
          await pass(waitMs);
          sent.push({ line, at: performance.now() });
        }
      };
      // Connected first, which takes one longer than the other.
      await Promise.all(stores.map(slots => slots.pause('another name', 1)));
      await Promise.all([work(stores[0], 'a'), work(stores[1], 'b')]);

      const crowded = sent.filter(({ at }, index) => at - (sent[index - 5]?.at ?? -Infinity) < 200);
      const ofFirst = sent.slice(0, 10).filter(({ line }) => line === 'a').length;
      expect(crowded).toEqual([]);
      expect(ofFirst).toBeGreaterThanOrEqual(3);
      expect(ofFirst).toBeLessThanOrEqual(7);
    });

    it('of a name are apart from those of another', async () => {
      const [slots] = await make();
      await takeMany(slots, 5, ask);

      await expect(slots.take({ ...ask, name: 'civitai' })).resolves.toMatchObject({ waitMs: 0 });
    });

    it('are not taken by bulk while an interactive head waits in another process', async () => {
      const [here, there] = await make();
      const windows = [{ most: 1, lengthMs: 60_000 }];
      await takeMany(there, 2, { ...ask, windows });
      const refused = await here.take({ ...ask, windows, priority: 'bulk', line: 'b' });
      await there.leave(ask);

      expect(refused).toMatchObject({ isTaken: false, lines: 2 });
      expect(refused.waitMs).toBeGreaterThan(0);
      await expect(here.take({ ...ask, windows, priority: 'bulk', line: 'b' })).resolves.toMatchObject({
        isTaken: true,
      });
    });

    it('are taken by bulk each tenth time however many interactive heads wait', async () => {
      const [slots] = await make();
      const windows = [{ most: 100, lengthMs: 60_000 }];
      const bulk: SlotRequest = { ...ask, windows, priority: 'bulk', line: 'b' };
      const takes: boolean[] = [];
      for (let round = 0; round < 20; round += 1) {
        await slots.take({ ...ask, windows });
        takes.push((await slots.take(bulk)).isTaken);
      }

      expect(takes.flatMap((isTaken, round) => (isTaken ? [round] : []))).toEqual([8, 17]);
    });

    it('do not begin while the service asks for a pause', async () => {
      const [here, there] = await make();
      await here.pause(ask.name, 60_000);
      await there.pause(ask.name, 10);
      const { waitMs } = await there.take(ask);

      expect(waitMs).toBeGreaterThan(30_000);
      expect(waitMs).toBeLessThanOrEqual(60_000);
    });

    it('go to another line when the head that has one gives up before it begins', async () => {
      const [here, there] = await make();
      const windows = [{ most: 1, lengthMs: 60_000 }];
      await here.take({ ...ask, windows });
      await there.take({ ...ask, windows, line: 'b' });
      await there.leave({ name: ask.name, line: 'b' });
      // The slot of this one has begun.
      await here.leave(ask);
      const { waitMs } = await here.take({ ...ask, windows, line: 'c' });

      expect(waitMs).toBeGreaterThan(30_000);
      expect(waitMs).toBeLessThanOrEqual(60_000);
    });

    it('come with the number of lines that ask', async () => {
      const [here, there] = await make();
      await here.take(ask);
      await there.take({ ...ask, line: 'b' });
      await there.take({ ...ask, line: 'b' });

      await expect(here.take({ ...ask, line: 'c' })).resolves.toMatchObject({ lines: 3 });
    });
  });
}

async function takeMany(slots: Slots, times: number, request: SlotRequest): Promise<number[]> {
  const waits: number[] = [];
  for (let index = 0; index < times; index += 1) waits.push((await slots.take(request)).waitMs);
  return waits;
}

async function pass(milliseconds: number): Promise<void> {
  await new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}
