import { expect, it } from 'vitest';
import { readWorkflow } from '../workflow/workflow.ts';
import { toEstimate } from './estimate.ts';

const preview = { id: 'w1', status: 'unassigned' };
const headers = {
  'x-civitai-cost-total': '104',
  'x-civitai-cost-by-currency': 'yellow=100;blue=4',
  'x-civitai-insufficient-buzz': 'true',
};

it('reads the price from the headers when the body has none', () => {
  expect(toEstimate(readWorkflow(preview), headers, 'grok')).toEqual({
    totalBuzz: 104,
    byCurrency: { yellow: 100, blue: 4 },
    insufficientBuzz: true,
  });
});

it('prefers what the body says', () => {
  const list = [{ type: 'debit', amount: 26, accountType: 'green' }];
  const body = { ...preview, cost: { base: 25, total: 26 }, transactions: { list, insufficientBuzz: false } };
  expect(toEstimate(readWorkflow(body), headers, 'grok')).toEqual({
    totalBuzz: 26,
    baseBuzz: 25,
    byCurrency: { green: 26 },
    insufficientBuzz: false,
  });
});

it('throws when nobody says a price', () => {
  expect(() => toEstimate(readWorkflow(preview), {}, 'grok')).toThrow(/the answer has no price/);
});
