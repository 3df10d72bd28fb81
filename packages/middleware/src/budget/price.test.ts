import { createGrok } from '@grok-image/xai';
import { generateImage, wrapImageModel } from 'ai';
import { afterEach, describe, expect, test } from 'vitest';
import { budgeted } from '../test/budgeted.ts';
import { call, errorOf, startService } from '../test/service.ts';
import { budgetMiddleware } from './index.ts';

const { emulator, civitai, peer, grok } = startService();
afterEach(() => emulator.reset());

describe('a model of another family', () => {
  test('has the price that it is given, and its cost is marked as estimated', async () => {
    const { model, budget } = budgeted(peer, { usd: 0.1, price: 0.02 });
    const { images, providerMetadata } = await generateImage({ model, prompt: 'A cat', n: 4 });
    expect(images).toHaveLength(4);
    expect(providerMetadata['grokImage']?.images).toEqual(
      Array.from({ length: 4 }, () => ({ costUsd: 0.02, estimated: true })),
    );
    expect(await budget.status()).toMatchObject([{ spent: 0.08, remaining: 0.02 }]);
    expect(await errorOf(generateImage({ model, prompt: 'A cat', n: 2 }))).toMatchObject({ needed: 0.04 });
    expect(emulator.ledger.map(entry => entry.images)).toEqual([3, 1]);
  });

  test('is priced by a function, before and with what came of it', async () => {
    const { model, budget } = budgeted(peer, {
      usd: 0.1,
      price: ({ n, modelId }, result) =>
        result
          ? { usd: 0.01 * result.images.length }
          : modelId === 'grok-imagine-image'
            ? 0.03 * n
            : undefined,
    });
    await model.doGenerate({ ...call, n: 3 });
    expect(await budget.status()).toMatchObject([{ spent: 0.03 }]);
    expect(await errorOf(model.doGenerate({ ...call, n: 3 }))).toMatchObject({ needed: 0.09, spent: 0.03 });
  });

  test('costs its estimate where the function fails once the picture is paid', async () => {
    const { model, budget } = budgeted(peer, {
      usd: 1,
      price(_, result) {
        if (result) throw new TypeError('No tokens');
        return 0.05;
      },
    });
    const { images, warnings } = await model.doGenerate(call);
    expect(images).toHaveLength(1);
    expect(warnings).toMatchObject([
      { message: 'The budget counts its estimate, as price failed: No tokens' },
    ]);
    expect(await budget.status()).toMatchObject([{ spent: 0.05 }]);
  });

  test('without a price is refused when it is wrapped, by what can be done', () => {
    for (const way of [
      'Invalid price: got none for xai.image grok-imagine-image',
      'price of the budget',
      "unknownPrice: 'allow'",
      'wrap()',
      'production()',
    ]) {
      expect(() => budgeted(peer, { usd: 1 })).toThrow(way);
    }
  });

  test('needs none where only images are counted, and may do without', async () => {
    const counted = budgeted(peer, { images: 3 });
    await counted.model.doGenerate({ ...call, n: 2 });
    expect(await errorOf(counted.model.doGenerate({ ...call, n: 2 }))).toMatchObject({
      currency: 'images',
      spent: 2,
    });
    const allowed = budgeted(peer, { usd: 1, unknownPrice: 'allow' });
    await allowed.model.doGenerate(call);
    expect(await allowed.budget.status()).toMatchObject([{ spent: 0 }]);
    const figure = budgeted(peer, { usd: 1, unknownPrice: 0.5 });
    await figure.model.doGenerate(call);
    expect(await figure.budget.status()).toMatchObject([{ spent: 0.5 }]);
  });

  test('leaves what may be billed unsettled', async () => {
    emulator.script({ reset: 'after', on: 'submit' });
    const { model, budget } = budgeted(peer, { usd: 1, price: 0.02 });
    await errorOf(model.doGenerate(call));
    await expect.poll(() => budget.status()).toMatchObject([{ reserved: 0, unsettled: 0.02 }]);
  });
});

describe('a model of this family', () => {
  test('behind wrapImageModel tells its price to the innermost middleware', async () => {
    const middleware = budgetMiddleware({ usd: 1 });
    const model = wrapImageModel({ model: grok(), middleware });
    const { images } = await generateImage({ model, prompt: 'A cat', n: 4 });
    expect(images).toHaveLength(4);
    expect(emulator.ledger).toMatchObject([{ images: 4 }]);
    expect(await middleware.status()).toMatchObject([{ spent: 0.08 }]);

    expect(() => wrapImageModel({ model: wrapImageModel({ model, middleware }), middleware })).toThrow(
      'stands behind wrapImageModel, which hides it',
    );
  });

  test('whose price is not published is refused at its call', async () => {
    const unknown = createGrok({ apiKey: emulator.xai.apiKey, fetch: emulator.fetch }).image(
      'grok-of-tomorrow',
    );
    const { model } = budgeted(unknown, { usd: 1 });
    const error = await errorOf(model.doGenerate(call));
    expect(error).toMatchObject({ name: 'AI_InvalidArgumentError', argument: 'price' });
    expect(emulator.requests).toEqual([]);
  });

  test('refuses what it would refuse, with its own words', async () => {
    const { model } = budgeted(grok(), { usd: 1 });
    const error = await errorOf(model.doGenerate({ ...call, aspectRatio: '0:1' }));
    expect(error.message).toContain('Invalid aspectRatio');
  });

  test.each([
    ['a limit of Buzz', { buzz: 60 }, { spent: 26, remaining: 34 }],
    [
      'a limit of USD, with what a Buzz is worth',
      { usd: 0.05, usdPerBuzz: 0.001 },
      { spent: 0.026, remaining: 0.024 },
    ],
  ])('that bills Buzz counts under %s', async (_, options, standing) => {
    const { model, budget } = budgeted(civitai(), options);
    const { providerMetadata } = await generateImage({ model, prompt: 'A cat' });
    expect(await budget.status()).toMatchObject([standing]);
    expect(providerMetadata['grokImage']?.images).toEqual([{ costBuzz: 26 }]);
    expect(await errorOf(model.doGenerate({ ...call, n: 2 }))).toMatchObject({ spent: standing.spent });
    expect(emulator.ledger).toHaveLength(1);
  });

  test('that bills Buzz is refused under USD alone', () => {
    expect(() => budgeted(civitai(), { usd: 1 })).toThrow(
      'it bills Buzz, which counts under a limit of buzz, or of usd with usdPerBuzz',
    );
  });

  test('that bills Buzz counts at the price in USD that it is given', async () => {
    const { model, budget } = budgeted(civitai(), { usd: 1, price: 0.03 });
    await model.doGenerate(call);
    expect(await budget.status()).toMatchObject([{ spent: 0.03 }]);
  });

  test('whose service does not tell its price just now is one without a price', async () => {
    const down = civitai({ timeout: 1000 });
    emulator.script({
      backend: 'civitai',
      status: 503,
      times: Infinity,
      match: ({ query }) => 'whatif' in query,
    });
    const refusing = budgeted(down, { buzz: 100 });
    expect((await errorOf(refusing.model.doGenerate(call))).message).toContain(
      'Invalid price: got none for civitai',
    );
    const { model, budget } = budgeted(down, { buzz: 100, unknownPrice: { buzz: 50 } });
    await model.doGenerate(call);
    expect(await budget.status()).toMatchObject([{ spent: 26 }]);
  });
});
