import { describe, expect, it } from 'vitest';
import { workflow } from '../test/workflow.ts';
import { chargedBuzz } from './cost.ts';

describe('cost', () => {
  it('is what was taken less what was given back, whatever the price says', () => {
    const list = [
      { type: 'debit', amount: 100, accountType: 'blue' },
      { type: 'debit', amount: 8, accountType: 'yellow' },
      { type: 'credit', amount: 52, accountType: 'blue' },
    ];
    expect(chargedBuzz(workflow({}, { transactions: { list }, cost: { total: 108 } }))).toBe(56);
  });

  it.each([{}, { list: null }, { list: [] }])('is the price where the transactions are %j', transactions => {
    expect(chargedBuzz(workflow({}, { transactions, cost: { total: 26 } }))).toBe(26);
  });

  it('takes amounts that are written as text, and a kind in any case of letters', () => {
    const list = [
      { type: 'Debit', amount: '26' },
      { type: 'Credit', amount: '6' },
    ];
    expect(chargedBuzz(workflow({}, { transactions: { list } }))).toBe(20);
  });

  it('is the price when no transactions are told, and unknown without either', () => {
    expect(chargedBuzz(workflow({}, { cost: { total: 26 } }))).toBe(26);
    expect(chargedBuzz(workflow())).toBeUndefined();
  });

  it.each([-26, 1e300])('takes %d for no price', total => {
    expect(chargedBuzz(workflow({}, { cost: { total } }))).toBeUndefined();
  });
});
