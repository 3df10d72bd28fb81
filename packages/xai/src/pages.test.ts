import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { grok } from './index.ts';
import { xaiPrices } from './gateways/prices.ts';
import { readOptions } from './image/read-options.ts';

const page = readPage('xai');
const prices = readPage('models');

function readPage(name: string): string {
  return readFileSync(new URL(`../../../docs/${name}.md`, import.meta.url), 'utf8');
}

/** The first cell of each row of the table under a heading. */
function firstCells(heading: string): string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name);
}

test('every option is described, and no other', () => {
  expect(() => readOptions({ '?': true })).toThrow(`Accepted: ${firstCells('Options').join(', ')}. Nothing`);
});

test('prices carry the day of the table in the code', () => {
  expect(prices).toContain(`compared on ${xaiPrices.asOf}`);
});

test('the estimate comes out as shown', async () => {
  const estimate = await grok.estimateCost({
    model: 'grok-imagine-image-2.0',
    n: 4,
    resolution: '2k',
    sourceImages: 1,
  });
  const { costUsd, costTicks } = estimate;
  expect(prices).toContain(
    `// { costUsd: ${costUsd}, costTicks: ${costTicks}, pricesAsOf: '${xaiPrices.asOf}' }`,
  );
});
