import { generateImage } from 'ai';
import { afterEach, describe, expect, test } from 'vitest';
import { classifyError } from '../stack/classify.ts';
import { budgeted } from '../test/budgeted.ts';
import { call, errorOf, startService } from '../test/service.ts';
import { memoryLedger } from '../stores/memory/index.ts';
import { BudgetExceededError, type BudgetEvent } from './index.ts';

const { emulator, civitai, grok } = startService();
afterEach(() => emulator.reset());

describe('a budget', () => {
  test('of 1 USD lets pass exactly 50 of 200 calls of 0.02 USD that come at once', async () => {
    const { model, budget } = budgeted(grok(), { usd: 1, per: 'day' });
    const settled = await Promise.allSettled(Array.from({ length: 200 }, async () => model.doGenerate(call)));

    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
    expect(emulator.ledger).toHaveLength(50);
    const refused = settled.flatMap(one => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused.every(error => BudgetExceededError.isInstance(error))).toBe(true);
    expect(await budget.status()).toMatchObject([{ spent: 1, reserved: 0, unsettled: 0, remaining: 0 }]);
  });

  test('refuses with everything that a caller needs to say why, before anything is sent', async () => {
    const { model } = budgeted(grok(), { usd: 0.1, per: 'day', tenant: () => 'user-1' });
    await model.doGenerate({ ...call, n: 3 });
    const error = await errorOf(model.doGenerate({ ...call, n: 3 }));

    const midnight = new Date(Math.floor(Date.now() / 86_400_000 + 1) * 86_400_000);
    expect(error).toMatchObject({
      name: 'BudgetExceededError',
      currency: 'usd',
      per: 'day',
      limit: 0.1,
      spent: 0.06,
      reserved: 0,
      unsettled: 0,
      needed: 0.06,
      tenant: 'user-1',
      resetsAt: midnight,
    });
    expect(error.message).toBe(
      `Failed to generate an image with grok-imagine-image: the call needs 0.06 of a budget of 0.1 USD a day, of which 0.06 are spent. It resets at ${midnight.toISOString()}. Nothing was sent.`,
    );
    expect(classifyError(error)).toEqual({ class: 'funds', isUnstarted: true });
    expect(emulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('lets a smaller call pass that fits, after a larger one was refused', async () => {
    const { model } = budgeted(grok(), { usd: 0.1 });
    await model.doGenerate({ ...call, n: 3 });
    expect((await errorOf(model.doGenerate({ ...call, n: 3 }))).message).toContain(
      'Ask for less or raise the limit.',
    );
    expect((await model.doGenerate({ ...call, n: 2 })).images).toHaveLength(2);
  });

  test('is not asked again by AI SDK when it refuses', async () => {
    const { model } = budgeted(grok(), { usd: 0.01 });
    const error = await errorOf(generateImage({ model, prompt: 'A cat' }));
    expect(BudgetExceededError.isInstance(error)).toBe(true);
  });

  test('counts what the call has cost in place of what was held', async () => {
    emulator.script({ on: 'submit', moderate: 'flag', items: [0] });
    const { model, budget } = budgeted(grok(), { limits: [{ usd: 1 }, { images: 10 }], price: 0.05 });
    await model.doGenerate({ ...call, n: 4 });
    expect(await budget.status()).toMatchObject([
      { currency: 'usd', spent: 0.08, reserved: 0 },
      { currency: 'images', spent: 3, reserved: 0 },
    ]);
  });

  test('tells the cost of each image under the key of the middleware', async () => {
    const { model } = budgeted(grok(), { usd: 1 });
    const { providerMetadata, images } = await generateImage({ model, prompt: 'A cat', n: 4 });
    expect(images).toHaveLength(4);
    expect(providerMetadata['grokImage']?.images).toEqual(
      Array.from({ length: 4 }, () => ({ costUsd: 0.02 })),
    );
    expect(emulator.ledger).toMatchObject([{ images: 4 }]);
  });

  test('counts what was billed for pictures that do not come', async () => {
    const { model, budget } = budgeted(grok(), { usd: 1, images: 10 });
    await errorOf(model.doGenerate({ ...call, prompt: '#refuse', n: 2 }));
    expect(await budget.status()).toMatchObject([
      { currency: 'usd', spent: 0.04, reserved: 0, unsettled: 0 },
      { currency: 'images', spent: 2, reserved: 0, unsettled: 0 },
    ]);
  });

  test('gives back what certainly was not billed', async () => {
    emulator.script({ status: 400, on: 'submit' });
    const { model, budget } = budgeted(grok(), { usd: 0.02 });
    await errorOf(model.doGenerate(call));
    expect(await budget.status()).toMatchObject([{ spent: 0, reserved: 0, unsettled: 0, remaining: 0.02 }]);
    await model.doGenerate(call);
    expect(emulator.ledger).toHaveLength(1);
  });

  test('of several limits is refused by any, and then holds nothing of the others', async () => {
    const { model, budget } = budgeted(grok(), {
      usd: 1,
      images: 3,
      per: 'month',
      limits: [{ usd: 0.06, per: 'day' }],
    });
    await model.doGenerate({ ...call, n: 2 });
    expect(await errorOf(model.doGenerate({ ...call, n: 2 }))).toMatchObject({
      currency: 'images',
      per: 'month',
      limit: 3,
      needed: 2,
    });
    await model.doGenerate(call);
    const [usd, images, day] = await budget.status();
    expect(usd).toMatchObject({ per: 'month', spent: 0.06, reserved: 0, remaining: 0.94 });
    expect(images).toMatchObject({ spent: 3, remaining: 0 });
    expect(day).toMatchObject({ per: 'day', limit: 0.06, remaining: 0 });
  });

  test('of images alone asks for no price', async () => {
    const { model } = budgeted(civitai(), { images: 1 });
    await model.doGenerate(call);
    expect(emulator.requests.filter(({ query }) => 'whatif' in query)).toEqual([]);
    expect(await errorOf(model.doGenerate(call))).toMatchObject({ currency: 'images', limit: 1, needed: 1 });
  });

  test('is passed by what only collects images that are paid', async () => {
    const { model, budget } = budgeted(grok(), { usd: 0.02 });
    const { resume } = await grok().start({ prompt: 'A cat' });
    await model.doGenerate({ ...call, providerOptions: { xai: { ...resume, pollIntervalMs: 5 } } });
    expect(await budget.status()).toMatchObject([{ spent: 0 }]);
    expect(emulator.ledger).toHaveLength(1);
  });

  test('holds one sum for a call that comes twice under a key of its own', async () => {
    const { model, budget } = budgeted(civitai(), { buzz: 30 });
    const keyed = { ...call, providerOptions: { civitai: { externalId: 'order-1' } } };
    const [first, second] = await Promise.all([model.doGenerate(keyed), model.doGenerate(keyed)]);
    expect([first.images.length, second.images.length]).toEqual([1, 1]);
    await model.doGenerate(keyed);
    expect(emulator.ledger).toHaveLength(1);
    expect(await budget.status()).toMatchObject([{ spent: 26, reserved: 0, unsettled: 0 }]);
  });

  test('is told to whoever listens when four fifths are taken, once, and when it refuses', async () => {
    const events: BudgetEvent[] = [];
    const { model, budget } = budgeted(grok(), {
      usd: 0.1,
      per: 'day',
      tenant: () => 'user-1',
      onEvent(event) {
        events.push(event);
        throw new TypeError('A listener that fails');
      },
    });
    await model.doGenerate({ ...call, n: 3 });
    await budget.flush();
    expect(events).toEqual([]);
    await model.doGenerate(call);
    await model.doGenerate(call);
    await budget.flush();
    expect(events).toMatchObject([{ type: 'threshold', tenant: 'user-1', currency: 'usd', limit: 0.1 }]);
    await errorOf(model.doGenerate(call));
    expect(events[1]).toMatchObject({ type: 'refused', tenant: 'user-1', error: { needed: 0.02 } });
  });
});

describe('budgets that share a ledger', () => {
  test('are one where their namespace and limits are the same, and apart otherwise', async () => {
    const ledger = memoryLedger();
    const one = budgeted(grok(), { usd: 0.02, ledger });
    const same = budgeted(civitai(), { usd: 0.02, price: 0.02, ledger });
    const other = budgeted(grok(), { usd: 0.02, ledger, namespace: 'staging' });
    await one.model.doGenerate(call);
    expect(await errorOf(same.model.doGenerate(call))).toMatchObject({ spent: 0.02, needed: 0.02 });
    await other.model.doGenerate(call);
    expect(emulator.ledger.map(({ backend }) => backend)).toEqual(['xai', 'xai']);
  });
});
