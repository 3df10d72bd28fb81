import { describe, expect, test } from 'vitest';
import { buzzToTicks, fromUnits, limitToUnits, priceToUnits } from './money.ts';
import { budgetMiddleware } from './index.ts';

describe('options of a budget', () => {
  test.each<[given: object, message: string]>([
    [
      {},
      'Invalid limits: got no limit. Accepted: usd, buzz, images, refusals or maxInFlight, or a list of such limits.',
    ],
    [
      { usd: -1 },
      'Invalid usd: got -1. Accepted: USD from 0 to 900,000, Infinity, or a function of the tenant.',
    ],
    [{ usd: 1_000_000 }, 'Invalid usd: got 1000000.'],
    [{ usd: Number.NaN }, 'Invalid usd: got NaN.'],
    [
      { images: 1.5 },
      'Invalid images: got 1.5. Accepted: a whole number from 0, Infinity, or a function of the tenant.',
    ],
    [{ refusals: -1 }, 'Invalid refusals: got -1. Accepted: a whole number from 0, Infinity,'],
    [{ maxInFlight: 1.5 }, 'Invalid maxInFlight: got 1.5. Accepted: a whole number from 0, Infinity,'],
    [{ usd: 1, per: 'week' }, 'Invalid per: got "week". Accepted: "hour", "day", "month", "total".'],
    [{ usd: 1, limits: [{ usd: 2 }] }, 'Invalid limits: got two of usd per total. Accepted: one of each.'],
    [{ limits: [{ usd: 1, pre: 'day' }] }, 'Invalid limits[0].pre: got an unknown option.'],
    [{ usd: 1, tenent: () => 'a' }, 'Invalid tenent: got an unknown option.'],
    [{ usd: 1, tenant: 'a' }, 'Invalid tenant: got "a". Accepted: a function.'],
    [
      { usd: 1, price: -0.02 },
      'Invalid price: got -0.02. Accepted: USD for one image, { usd } or { buzz }, or a function',
    ],
    [{ usd: 1, price: { eur: 1 } }, 'Invalid price'],
    [
      { usd: 1, price: { buzz: 1 } },
      'Invalid price: got a price in buzz. Accepted: an amount that one of the limits counts.',
    ],
    [{ buzz: 1, unknownPrice: 0.02 }, 'Invalid unknownPrice: got a price in usd.'],
    [
      { usd: 1, unknownPrice: 'free' },
      "Invalid unknownPrice: got \"free\". Accepted: 'refuse', 'allow', USD for one image",
    ],
    [{ usd: 1, usdPerBuzz: 0 }, 'Invalid usdPerBuzz: got 0. Accepted: USD above 0.'],
    [{ usd: 1, timeZone: 'Mars/Olympus' }, 'Invalid timeZone: got "Mars/Olympus".'],
    [{ usd: 1, ledger: new Map() }, 'Invalid ledger: got an object. Accepted: a ledger, e.g. memoryLedger()'],
    [{ usd: 1, namespace: 'a/b' }, 'Invalid namespace: got "a/b".'],
    [{ usd: 1, lost: 'yes' }, 'Invalid lost: got "yes". Accepted: "unsettled", "free".'],
    [
      { usd: 1, onStoreFailure: 'ignore' },
      'Invalid onStoreFailure: got "ignore". Accepted: "refuse", "allow".',
    ],
  ])('%j are refused by name when it is made', (given, message) => {
    expect(() => budgetMiddleware(given)).toThrow(message);
  });

  test('make no timer and no random number', () => {
    const { setTimeout, setInterval } = globalThis;
    const random = Math.random;
    const used: string[] = [];
    const note = (name: string) => (): never => {
      used.push(name);
      throw new TypeError(name);
    };
    Object.assign(globalThis, { setTimeout: note('setTimeout'), setInterval: note('setInterval') });
    Math.random = note('random');
    try {
      budgetMiddleware({ usd: 1, per: 'day', timeZone: 'Asia/Tokyo' });
    } finally {
      Object.assign(globalThis, { setTimeout, setInterval });
      Math.random = random;
    }
    expect(used).toEqual([]);
  });
});

describe('money in whole units', () => {
  test.each([0.01, 0.02, 0.03, 0.07, 0.1 + 0.2, 0.29, 1.1, 4.35, 19.99, 899_999.99])(
    '%d USD is as much as a price and as a limit',
    usd => {
      expect(priceToUnits(usd, 'usd')).toBe(limitToUnits(usd, 'usd'));
      expect(fromUnits(priceToUnits(usd, 'usd'), 'usd')).toBeCloseTo(usd, 9);
    },
  );

  test('is rounded up as a price and down as a limit', () => {
    expect([priceToUnits(1 / 3, 'usd'), limitToUnits(1 / 3, 'usd')]).toEqual([3_333_333_334, 3_333_333_333]);
    expect([priceToUnits(0.0001, 'buzz'), limitToUnits(0.0009, 'buzz')]).toEqual([1, 0]);
    expect(buzzToTicks(26_000, 0.001)).toBe(260_000_000);
    expect(buzzToTicks(1, 1 / 3000)).toBe(3334);
  });

  test('has no more than can be counted exactly', () => {
    expect(limitToUnits(Infinity, 'usd')).toBe(Number.MAX_SAFE_INTEGER);
  });
});
