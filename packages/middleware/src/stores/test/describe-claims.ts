import { describe, expect, it } from 'vitest';
import type { ClaimRequest } from '../ledger.ts';
import type { MakeLedgers } from './make-ledgers.ts';

const request: ClaimRequest = { key: 'tom/order-17', hash: 'h', token: 'a', leaseMs: 60_000 };
const { key, hash, token } = request;
const theirs: ClaimRequest = { ...request, token: 'b' };
const record = (state: string, note?: string) => ({ state, hash, note });

/** What holds for the keys of every ledger. */
export function describeClaims(make: MakeLedgers): void {
  describe('its keys', () => {
    it('are claimed by one of all who ask at once', async () => {
      const ledgers = await make();
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          ledgers[index % ledgers.length]?.claim({ ...request, token: `${index}` }),
        ),
      );

      expect(answers.filter(answer => answer?.isOurs)).toHaveLength(1);
      expect(answers.find(answer => !answer?.isOurs)).toEqual({ isOurs: false, record: record('running') });
    });

    it('are of another token from the step on that says so, also after they have lapsed', async () => {
      const [ledger, other] = await make();
      await ledger.claim(request);
      await ledger.advance({ key, token, state: 'sent', note: '1', forMs: 1 });
      const step = { key, state: 'sent', note: '2', forMs: 60_000 } as const;

      await expect(other.advance({ ...step, token, nextToken: 'b' })).resolves.toBe(true);
      await expect(ledger.advance({ ...step, token, state: 'done' })).resolves.toBe(false);
      await expect(ledger.advance({ ...step, token, nextToken: 'c' })).resolves.toBe(false);
      await expect(ledger.lookUp(key)).resolves.toMatchObject({ state: 'sent', note: '2' });
      await expect(other.advance({ ...step, token: 'b', state: 'done' })).resolves.toBe(true);
      await expect(other.advance({ ...step, token: 'b', nextToken: 'c' })).resolves.toBe(false);
    });

    it('go from running over sent to done with what was noted last', async () => {
      const [ledger, other] = await make();
      await expect(other.lookUp(key)).resolves.toBeUndefined();
      await expect(ledger.claim(request)).resolves.toEqual({ isOurs: true });
      // The answer to the first may have been lost.
      await expect(ledger.claim(request)).resolves.toEqual({ isOurs: true });
      await expect(ledger.advance({ key, token, state: 'sent', forMs: 60_000 })).resolves.toBe(true);
      await expect(other.lookUp(key)).resolves.toEqual(record('sent'));
      const note = JSON.stringify({ images: ['Katze 🐈'], cost: 200_000_000 });
      await expect(ledger.advance({ key, token, state: 'done', note, forMs: 60_000 })).resolves.toBe(true);

      await expect(other.claim(theirs)).resolves.toEqual({ isOurs: false, record: record('done', note) });
      await expect(ledger.advance({ key, token, state: 'sent', forMs: 60_000 })).resolves.toBe(false);
      await expect(ledger.renewClaim(request)).resolves.toBe(false);
      await ledger.drop(request);
      await expect(other.lookUp(key)).resolves.toEqual(record('done', note));
    });

    it('are new after what is done has been kept for its time', async () => {
      const [ledger, other] = await make();
      await ledger.claim(request);
      await ledger.advance({ key, token, state: 'done', forMs: 40 });

      await expect.poll(() => other.lookUp(key)).toBeUndefined();
      await expect(other.claim(theirs)).resolves.toEqual({ isOurs: true });
    });

    it('that lapse before anything was sent are claimed by the next, and not the first one any more', async () => {
      const [ledger, other] = await make();
      await ledger.claim({ ...request, leaseMs: 40 });
      await expect.poll(() => other.claim(theirs)).toEqual({ isOurs: true });

      await expect(ledger.advance({ key, token, state: 'sent', forMs: 60_000 })).resolves.toBe(false);
      await expect(ledger.renewClaim(request)).resolves.toBe(false);
      await ledger.drop(request);
      await expect(other.lookUp(key)).resolves.toEqual(record('running'));
    });

    it('are kept from lapsing', async () => {
      const [ledger, other] = await make();
      await ledger.claim({ ...request, leaseMs: 300 });
      await expect(ledger.renewClaim({ ...request, leaseMs: 60_000 })).resolves.toBe(true);
      await pass(350);

      await expect(other.claim(theirs)).resolves.toEqual({ isOurs: false, record: record('running') });
    });

    it('that lapse after they were sent are unknown, and a late result of their holder wins', async () => {
      const [ledger, other] = await make();
      await ledger.claim(request);
      await ledger.advance({ key, token, state: 'sent', note: '{"id":"w1"}', forMs: 40 });
      await expect.poll(() => other.lookUp(key)).toEqual(record('unknown', '{"id":"w1"}'));
      await expect(other.claim(theirs)).resolves.toEqual({
        isOurs: false,
        record: record('unknown', '{"id":"w1"}'),
      });
      const step = { key, state: 'done', note: '{}', forMs: 60_000 } as const;

      await expect(other.advance({ ...step, token: 'b' })).resolves.toBe(false);
      await expect(ledger.advance({ ...step, token })).resolves.toBe(true);
      await expect(other.lookUp(key)).resolves.toEqual(record('done', '{}'));
    });

    it('are given back by their holder', async () => {
      const [ledger, other] = await make();
      await ledger.claim(request);
      await other.drop(theirs);
      await expect(other.lookUp(key)).resolves.toEqual(record('running'));
      await ledger.drop(request);

      await expect(other.claim(theirs)).resolves.toEqual({ isOurs: true });
    });

    it('are forgotten by prefix', async () => {
      const [ledger] = await make();
      await ledger.claim(request);
      await ledger.claim({ ...request, key: 'eva/1' });

      await expect(ledger.forget({ prefix: 'tom/', before: Date.now() + 60_000 })).resolves.toBe(1);
      await expect(ledger.lookUp(key)).resolves.toBeUndefined();
      await expect(ledger.lookUp('eva/1')).resolves.toEqual(record('running'));
    });
  });
}

async function pass(milliseconds: number): Promise<void> {
  await new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}
