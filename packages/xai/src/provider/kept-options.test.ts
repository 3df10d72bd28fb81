import { expect, it } from 'vitest';
import { call } from '../test/call.ts';
import { useEmulator } from '../test/emulator.ts';

const { emulator, grok } = await useEmulator();

it('a part that is repeated is sent as the call was, whatever the caller does to its options meanwhile', async () => {
  emulator.script({ on: 'submit', status: 429, headers: { 'retry-after': '0' } });
  const storage = { filename: 'cat.jpg' };
  const xai: Record<string, unknown> = { resolution: '2k', storage };
  const making = grok.image('grok-imagine-image').doGenerate({ ...call, n: 12, providerOptions: { xai } });
  await expect.poll(() => emulator.requests.length).toBeGreaterThan(0);
  xai['resolution'] = '1k';
  storage.filename = 'dog.jpg';
  await making;

  const bodies = emulator.requests.filter(({ role }) => role === 'submit').map(({ body }) => body);
  expect(bodies).toHaveLength(3);
  for (const body of bodies) {
    expect(body).toMatchObject({ resolution: '2k', storage_options: { filename: 'cat.jpg' } });
  }
});
