import { describe, expect, it } from 'vitest';
import { create, imagesOf, start } from '../../test/civitai.ts';

describe('Buzz', () => {
  it('is previewed by whatif without a charge', async () => {
    const { submit, emulator, get } = await start();
    emulator.civitai.setBalances({ blue: 30, green: 0, yellow: 0 });
    const reply = await submit({ steps: [create({ quantity: 2 })] }, '?whatif=true');
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      status: 'unassigned',
      cost: { total: 52 },
      transactions: { insufficientBuzz: true },
    });
    expect(reply.headers.get('x-civitai-cost-total')).toBe('52');
    expect(reply.headers.get('x-civitai-cost-by-currency')).toBe('blue=30');
    expect(reply.headers.get('x-civitai-insufficient-buzz')).toBe('true');
    expect(emulator.ledger).toHaveLength(0);
    expect(emulator.civitai.balances()).toMatchObject({ blue: 30 });
    expect(await get(reply.json['id'])).toMatchObject({ status: 404 });
  });

  it('stays away when a whatif has claimed the externalId', async () => {
    const { submit, emulator } = await start();
    const body = { steps: [create()], externalId: 'order-1' };
    const previewed = await submit(body, '?whatif=true');
    const reply = await submit(body);
    expect(reply.json).toMatchObject({ id: previewed.json['id'], status: 'unassigned' });
    expect(emulator.ledger).toHaveLength(0);
  });

  it('lets a whatif claim nothing when that is switched off', async () => {
    const { submit } = await start({ civitai: { whatifClaimsExternalId: false } });
    const body = { steps: [create()], externalId: 'order-1' };
    await submit(body, '?whatif=true');
    expect((await submit(body)).json).toMatchObject({ status: 'succeeded' });
  });

  it('is taken blue before green before yellow', async () => {
    const { submit, emulator } = await start();
    emulator.civitai.setBalances({ blue: 10, green: 10, yellow: 10 });
    const reply = await submit({ steps: [create()] });
    expect(reply.json['transactions']).toMatchObject({
      list: [
        { type: 'debit', amount: 10, accountType: 'blue' },
        { type: 'debit', amount: 10, accountType: 'green' },
        { type: 'debit', amount: 6, accountType: 'yellow' },
      ],
    });
    expect(emulator.civitai.balances()).toMatchObject({ blue: 0, green: 0, yellow: 4 });
  });

  it('is taken only from the currencies that are named, and only yellow for mature content', async () => {
    const { submit, emulator } = await start();
    await submit({ steps: [create()], currencies: ['green'] });
    await submit({ steps: [create({ prompt: 'A dog' })], allowMatureContent: true });
    expect(emulator.civitai.balances()).toMatchObject({ blue: 100_000, green: 99_974, yellow: 99_974 });
  });

  it.each([
    [403, 'Insufficient Buzz: the workflow costs 26 Buzz, which your accounts do not cover.'],
    [400, expect.objectContaining({ errors: { messages: [expect.stringContaining('Insufficient Buzz')] } })],
  ] as const)('runs out with %i, and nothing is started', async (status, body) => {
    const { submit, emulator } = await start({ civitai: { insufficientFundsStatus: status } });
    emulator.civitai.setBalances({ blue: 25, green: 0, yellow: 0 });
    const reply = await submit({ steps: [create()] });
    expect(reply.status).toBe(status);
    expect(reply.body).toEqual(body);
    expect(emulator.civitai.workflows()).toHaveLength(0);
    expect(emulator.civitai.balances()).toMatchObject({ blue: 25 });
  });

  it('goes back for the step that failed, and stays for the one that succeeded', async () => {
    const { submit, emulator } = await start();
    const steps = [create({ quantity: 4 }), create({ quantity: 4, prompt: 'A dog #error' })];
    const reply = await submit({ steps });
    expect(reply.json).toMatchObject({ status: 'failed' });
    expect(imagesOf(reply).filter(image => image['available'] === true)).toHaveLength(4);
    expect(emulator.ledger).toMatchObject([{ images: 4, cost: 104 }]);
    expect(emulator.civitai.balances()).toMatchObject({ blue: 100_000 - 104 });
  });

  it('goes back with the tips when nothing succeeds', async () => {
    const { submit, emulator } = await start();
    const tips = { civitai: 0.5, creators: 0.1 };
    const reply = await submit({ steps: [create({ prompt: '#fail' })], tips });
    expect(reply.json['cost']).toEqual({ base: 26, total: 42, tips: { civitai: 13, creators: 3 } });
    expect(emulator.civitai.workflows()).toMatchObject([{ charged: 0, refunded: 42 }]);
    expect(emulator.ledger).toMatchObject([{ images: 0, cost: 0 }]);
  });

  it('is not taken for a prompt that moderation refuses', async () => {
    const { submit, emulator } = await start();
    expect(await submit({ steps: [create({ prompt: 'A cat #refuse' })] })).toMatchObject({ status: 400 });
    expect(emulator.ledger).toHaveLength(0);
  });

  it('is priced as configured', async () => {
    const { submit } = await start({ civitai: { prices: { 'v2.0 createImage low 1k': 7 } } });
    const step = create({ version: 'v2.0', quality: 'low', resolution: '1k', quantity: 3 });
    expect((await submit({ steps: [step] })).json['cost']).toMatchObject({ total: 21 });
  });
});
