import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod/v4';
import { readWorkflow } from '../workflow/read-workflow.ts';
import { civitaiCostRequestSchema, type CivitaiCostRequest } from './cost-request.ts';
import { estimateCost, toEstimate } from './estimate.ts';

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

async function warningsOf(request: CivitaiCostRequest) {
  const answer = { ...preview, cost: { total: 26 }, id: request.model };
  const fetch = async (): Promise<Response> => Response.json(answer);
  return (await estimateCost(request, { apiKey: 'key', fetch })).warnings;
}

describe('what is priced otherwise than asked', () => {
  it('is told: tiers that the model does not take, and the ratio of a size', async () => {
    const asked = {
      model: 'grok-imagine-image',
      quality: 'low',
      resolution: '1k',
      size: '1024x1024',
    } as const;
    expect(await warningsOf(asked)).toMatchObject([
      { feature: 'size' },
      { feature: 'resolution', details: expect.stringContaining("'1k' was not sent") },
      { feature: 'quality', details: expect.stringContaining("'low' was not sent") },
    ]);
  });

  it('is nothing where all of it is sent', async () => {
    expect(await warningsOf({ model: 'grok', quality: 'low', resolution: '1k' })).toEqual([]);
  });
});

function ask(request: object) {
  const asked: CivitaiCostRequest = { model: 'grok', ...request };
  return estimateCost(asked, { apiKey: 'key', fetch: () => Promise.reject(new RangeError('it was sent')) });
}

describe('what is asked', () => {
  it.each([
    [{ n: 0 }, 'Invalid n: got 0. Accepted: a whole number from 1 to 1000.'],
    [{ n: 1.5 }, 'Invalid n: got 1.5. Accepted: a whole number from 1 to 1000.'],
    [{ n: 400_000 }, 'Invalid n: got 400000. Accepted: a whole number from 1 to 1000.'],
    [{ size: 'big' }, `Invalid size: got "big". Accepted: 'widthxheight' in pixels.`],
    [{ quality: 'high' }, 'Invalid quality: got "high". Accepted: "low", "medium".'],
    [{ qualty: 'low' }, 'Invalid qualty: got an unknown option. Accepted: quality (did you mean that?)'],
    [{ modle: 'grok' }, 'Invalid modle: got an unknown option. Accepted: model (did you mean that?)'],
  ])('is checked before anything is sent: %j', async (request, message) => {
    await expect(ask(request)).rejects.toThrow(message);
  });

  it('has the type of its schema, but for the signal and what one workflow is about', () => {
    type Checked = z.output<typeof civitaiCostRequestSchema>;
    expectTypeOf<Omit<CivitaiCostRequest, 'abortSignal'>>().toExtend<Checked>();
    expectTypeOf<Pick<Checked, 'model' | 'n' | 'prompt' | 'size'>>().toEqualTypeOf<
      Pick<CivitaiCostRequest, 'model' | 'n' | 'prompt' | 'size'>
    >();
  });

  it('is described, for forms and command lines', () => {
    const { required, properties = {} } = z.toJSONSchema(civitaiCostRequestSchema, { io: 'input' });
    expect(required).toEqual(['model']);
    expect(properties).toMatchObject({
      n: { type: 'integer', minimum: 1, maximum: 1000 },
      quality: { enum: ['low', 'medium'] },
    });
    for (const property of Object.values(properties)) expect(property).toHaveProperty('description');
  });
});
