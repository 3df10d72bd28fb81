import { expect, it } from 'vitest';
import { createEmulator } from '../emulator.ts';
import { createClient } from '../../test/client.ts';
import { create, start } from '../../test/civitai.ts';

it('knows a key as long as its workflow, of which 5,000 are kept once they have ended', async () => {
  const emulator = createEmulator({ civitai: { assignMs: 0, queueMs: 0, stepMs: 0 } });
  const client = createClient(emulator.civitai, emulator.fetch);
  const submit = (externalId: string): Promise<unknown> =>
    client.post('/v2/consumer/workflows', { steps: [create({ prompt: externalId })], externalId });
  await submit('first');
  await submit('second');
  for (let count = 2; count < 5000; count += 1) await submit(`key-${count}`);
  await submit('first');
  expect(emulator.ledger).toHaveLength(5000);
  await submit('one-more');
  await submit('first');
  await submit('second');
  expect(emulator.ledger.slice(5000).map(({ prompt }) => prompt)).toEqual(['one-more', 'first', 'second']);
});

it('forgets the key of what it never keeps, as soon as that is over', async () => {
  const { submit, emulator } = await start({ civitai: { stepMs: 50 } });
  const body = { steps: [create()], ephemeral: true, externalId: 'passing' };
  await Promise.all([submit(body), submit(body)]);
  expect(emulator.ledger).toHaveLength(1);
  await submit(body);
  expect(emulator.ledger).toHaveLength(2);
});
