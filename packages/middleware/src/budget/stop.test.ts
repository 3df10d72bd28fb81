import { afterEach, describe, expect, test } from 'vitest';
import { memoryLedger } from '../stores/memory/memory-ledger.ts';
import { budgeted } from '../test/budgeted.ts';
import { call, errorOf, startService } from '../test/service.ts';
import { BudgetExceededError, CallsStoppedError, TooManyCallsError } from './index.ts';

const { emulator, grok, civitai } = startService();
afterEach(() => emulator.reset());

describe('a stop', () => {
  test('of all calls holds in another process, says why, and ends', async () => {
    const shared = { usd: 1, ledger: memoryLedger() };
    const events: string[] = [];
    const { model } = budgeted(grok(), { ...shared, onEvent: ({ type }) => events.push(type) });
    const { budget: other } = budgeted(grok(), shared);
    await other.stop({ reason: 'The bill is too high' });

    const error = await errorOf(model.doGenerate(call));
    expect(CallsStoppedError.isInstance(error) && error).toMatchObject({
      scope: 'all',
      reason: 'The bill is too high',
      message: expect.stringMatching(/all calls are stopped.*The bill is too high.*Nothing was sent\.$/),
    });
    expect(events).toEqual(['refused']);
    expect(emulator.requests).toEqual([]);
    expect(await other.stopped()).toEqual([{ name: 'stop/default/all', reason: 'The bill is too high' }]);
    expect([await other.resume(), await other.resume()]).toEqual([true, false]);
    await model.doGenerate(call);
  });

  test('of a tenant or of a model is for no other', async () => {
    let tenant = 'ann';
    const options = { usd: 1, usdPerBuzz: 0.001, ledger: memoryLedger(), tenant: () => tenant };
    const { model, budget } = budgeted(grok(), options);
    await budget.stop({ tenant: 'ann' });
    expect(await errorOf(model.doGenerate(call))).toMatchObject({ scope: 'tenant' });
    tenant = 'bob';
    await model.doGenerate(call);

    await budget.stop({ model: 'xai.image:grok-imagine-image' });
    expect(await errorOf(model.doGenerate(call))).toMatchObject({ scope: 'model' });
    await budgeted(civitai(), options).model.doGenerate(call);
    expect(emulator.ledger.map(({ backend }) => backend)).toEqual(['xai', 'civitai']);
  });

  test.each<[given: object, words: string]>([
    [{ tenant: 'ann', model: 'a:b' }, 'got a tenant and a model'],
    [{ model: 'grok-imagine-image' }, "'provider:modelId'"],
    [{ reson: 'x' }, 'stop.reson'],
  ])('of %j is refused by name', async (given, words) => {
    const { budget } = budgeted(grok(), { usd: 1 });
    expect((await errorOf(budget.stop(given))).message).toContain(words);
  });
});

describe('a cap on calls that run', () => {
  test('holds over processes, and a call that ends makes room, whichever way it ended', async () => {
    const slow = startService({ latencyMs: 100 });
    const shared = { maxInFlight: 2, ledger: memoryLedger() };
    const { model } = budgeted(slow.grok(), shared);
    const { model: other, budget } = budgeted(slow.grok(), shared);
    const ended = await Promise.allSettled([model, other, other].map(one => one.doGenerate(call)));
    const refused = ended.flatMap(one => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject([{ most: 2, statusCode: 429, isRetryable: true }]);
    expect(TooManyCallsError.isInstance(refused[0])).toBe(true);

    slow.emulator.script({ status: 400 });
    await errorOf(model.doGenerate(call));
    await budget.flush();
    const again = await Promise.all([model, other].map(one => one.doGenerate(call)));
    expect(again).toHaveLength(2);
    expect(slow.emulator.ledger).toHaveLength(4);
  });

  test('is a figure for each tenant, and one that is none is named', async () => {
    const most: Record<string, number> = { ann: 0, bob: Infinity, eva: 0.5 };
    let tenant = 'ann';
    const { model } = budgeted(grok(), { maxInFlight: name => most[name] ?? 0, tenant: () => tenant });
    expect(await errorOf(model.doGenerate(call))).toMatchObject({ most: 0, tenant: 'ann' });
    tenant = 'eva';
    expect((await errorOf(model.doGenerate(call))).message).toContain(
      'Invalid maxInFlight of a tenant: got 0.5',
    );
    tenant = 'bob';
    expect((await model.doGenerate(call)).images).toHaveLength(1);
  });
});

describe('refusals by moderation', () => {
  test('are counted for a tenant, who makes no more calls after as many as are allowed', async () => {
    const { model, budget } = budgeted(grok(), { refusals: 2, per: 'day' });
    for (let refusal = 0; refusal < 2; refusal++) {
      emulator.script({ moderate: 'refuse' });
      await errorOf(model.doGenerate(call));
      await budget.flush();
    }
    expect(await budget.status()).toMatchObject([{ currency: 'refusals', limit: 2, spent: 2, remaining: 0 }]);
    const sent = emulator.requests.length;
    const error = await errorOf(model.doGenerate(call));
    expect(BudgetExceededError.isInstance(error) && error.message).toMatch(
      /moderation has refused 2 calls, and 2 are allowed a day\. It resets at .*Nothing was sent\.$/,
    );
    expect(emulator.requests).toHaveLength(sent);
  });

  test('only are counted with no limit, and pictures that come count nothing', async () => {
    const { model, budget } = budgeted(grok(), { refusals: Infinity });
    await model.doGenerate(call);
    emulator.script({ moderate: 'refuse' });
    await errorOf(model.doGenerate(call));
    await budget.flush();
    expect(await budget.status()).toMatchObject([{ currency: 'refusals', spent: 1 }]);
  });
});
