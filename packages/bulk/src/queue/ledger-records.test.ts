import { memoryLedger, type Ledger } from '@grok-image/middleware';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { JobRecord } from '../job/record.ts';
import { recordOf } from '../test/record.ts';
import { ledgerRecords } from './ledger-records.ts';

/** Records as several processes have them that share a ledger. */
function shared(ledger: Ledger = memoryLedger()) {
  return () => {
    const records = ledgerRecords({
      ledger,
      space: 'cats/',
      leaseMs: 10_000,
      untilAnswered: (_, ask) => ask(),
      abortSignal: undefined,
    });
    onTestFinished(() => records.close());
    return records;
  };
}

const { key } = recordOf('A cat');

async function sent(records: ReturnType<ReturnType<typeof shared>>): Promise<JobRecord> {
  const taken = await records.take(key);
  if (!taken.isNew) throw new TypeError('It was taken before.');
  const record = recordOf('A cat', { route: 'keyed', token: taken.token });
  await records.write(record);
  return record;
}

test('what the sender of a job writes after another process has taken it over does not count', async () => {
  const open = shared();
  const [sender, other] = [open(), open()];
  const record = await sent(sender);
  const own = await other.takeOver(record);
  expect(own).toEqual({ ...record, token: expect.not.stringMatching(record.token ?? '') });
  await expect(sender.write({ ...record, state: 'failed' })).rejects.toThrow('taken the job meanwhile');
  await other.write({ ...own, state: 'done' });
  await expect(sender.write({ ...record, state: 'failed' })).rejects.toThrow('taken the job meanwhile');
  expect(await sender.take(key)).toMatchObject({ isNew: false, record: { state: 'done' } });
});

test('a job that has ended, or that somebody else has taken over, is not taken over', async () => {
  const open = shared();
  const [sender, one, other] = [open(), open(), open()];
  const record = await sent(sender);
  const own = await one.takeOver(record);
  await expect(other.takeOver(record)).rejects.toThrow('taken the job meanwhile');
  await one.write({ ...own, state: 'done' });
  await expect(other.takeOver(own)).rejects.toThrow('taken the job meanwhile');
});

test('a claim that was lost is not renewed without end', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout', 'clearInterval', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const ledger = memoryLedger();
  const renewed: string[] = [];
  const open = shared({
    ...ledger,
    async renewClaim(request) {
      renewed.push(request.token);
      return ledger.renewClaim(request);
    },
  });
  const [sender, other] = [open(), open()];
  const record = await sent(sender);
  const own = await other.takeOver(record);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(renewed.filter(token => token === record.token)).toHaveLength(1);
  expect(renewed.filter(token => token === own.token)).toHaveLength(3);
});
