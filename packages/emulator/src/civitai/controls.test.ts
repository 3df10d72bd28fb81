import { describe, expect, it } from 'vitest';
import { create, start } from '../../test/civitai.ts';

describe('resetting the emulator', () => {
  it('forgets accounts, workflows and settings, and ends what is under way', async () => {
    const { submit, get, emulator } = await start();
    emulator.civitai.configure({ stepMs: 60_000 });
    emulator.civitai.setBalances({ blue: 500 });
    const { json } = await submit({ steps: [create()] }, '');
    const waiting = get(json['id'], '?wait=100');
    await expect.poll(() => emulator.requests.length).toBe(2);
    emulator.reset();
    expect((await waiting).status).toBe(202);
    expect(emulator.civitai.workflows()).toEqual([]);
    expect(emulator.civitai.balances()).toMatchObject({ blue: 100_000 });
    expect((await submit({ steps: [create()] })).json['status']).toBe('succeeded');
  });
});

describe('a listener for ended workflows', () => {
  it('is called once for each, until it is taken off', async () => {
    const { submit, emulator } = await start();
    const ended: string[] = [];
    const stop = emulator.civitai.onEnded(({ status }) => ended.push(status));
    await submit({ steps: [create(), create({ prompt: 'A dog' })] });
    await submit({ steps: [create({ prompt: '#error' })] });
    stop();
    await submit({ steps: [create({ prompt: 'A cow' })] });
    expect(ended).toEqual(['succeeded', 'failed']);
  });
});

describe('an account', () => {
  it('belongs to its key', async () => {
    const { call, emulator } = await start();
    const other = { authorization: 'Bearer another-key' };
    await call('POST', '/v2/consumer/workflows?wait=30', { steps: [create()] }, other);
    expect(emulator.civitai.balances('another-key')).toMatchObject({ blue: 99_974 });
    expect(emulator.civitai.balances()).toMatchObject({ blue: 100_000 });
    expect(emulator.civitai.workflows()).toMatchObject([{ apiKey: 'another-key', charged: 26, refunded: 0 }]);
  });
});
