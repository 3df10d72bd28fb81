import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareCost } from './cost.ts';

it('divides a cost evenly and gives the rest to the first images', () => {
  expect(shareCost(10, 3)).toEqual([4, 3, 3]);
  expect(shareCost(2, 5)).toEqual([1, 1, 0, 0, 0]);
});

it('shares nothing among no images', () => {
  expect(shareCost(7, 0)).toEqual([]);
});

it('gives a fraction of a unit to the first image, so that no digit of the cost is lost', () => {
  expect(shareCost(26.5, 2)).toEqual([13.5, 13]);
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 2 ** 53, noNaN: true }),
      fc.integer({ min: 1, max: 1000 }),
      (cost, count) => {
        expect(shareCost(cost, count).reduce((sum, share) => sum + share, 0)).toBe(cost);
      },
    ),
  );
});

it('makes shares that add up to exactly the cost and differ by one unit at most', () => {
  const units = fc.nat({ max: Number.MAX_SAFE_INTEGER });

  fc.assert(
    fc.property(units, fc.integer({ min: 1, max: 1000 }), (cost, count) => {
      const shares = shareCost(cost, count);

      expect(shares).toHaveLength(count);
      expect(shares.reduce((sum, share) => sum + BigInt(share), 0n)).toBe(BigInt(cost));
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
    }),
  );
});
