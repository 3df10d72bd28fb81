import { expect, it } from 'vitest';
import { image, workflow } from '../test/workflow.ts';
import { toRecord } from './record.ts';

const facts = {
  requested: 1,
  delivered: 1,
  model: 'grok-imagine-image',
  details: { provider: 'civitai.image', modelId: 'grok', workflowId: 'w1' },
  missing: [],
};
const known = {
  workflowId: 'w1',
  resume: { workflowId: 'w1' },
  status: 'succeeded',
  requested: 1,
  delivered: 1,
  model: 'grok-imagine-image',
};

it('tells when a workflow was made, which Buzz paid for it, and what came back', () => {
  const list = [
    { type: 'debit', amount: 20, accountType: 'blue' },
    { type: 'debit', amount: 9, accountType: 'yellow' },
    { type: 'credit', amount: 3, accountType: 'yellow' },
  ];
  const rest = {
    createdAt: '2026-08-20T10:00:00Z',
    cost: { base: 24, total: 29, tips: { civitai: 2, creators: 0 } },
    transactions: { list },
    lostBlobsRefund: 3,
  };
  expect(toRecord(workflow({}, rest), facts)).toEqual({
    ...known,
    createdAt: '2026-08-20T10:00:00Z',
    costBuzz: 26,
    costByCurrency: { blue: 20, yellow: 6 },
    baseBuzz: 24,
    tipsBuzz: { civitai: 2, creators: 0 },
    lostBlobsRefund: 3,
  });
});

it('does not say which Buzz paid where one transaction hides it', () => {
  const list = [
    { type: 'debit', amount: 20, accountType: 'blue' },
    { type: 'debit', amount: 6 },
  ];
  expect(toRecord(workflow({}, { transactions: { list } }), facts)).toEqual({ ...known, costBuzz: 26 });
});

it('tells what went wrong in a step whose images all came', () => {
  const output = { images: [image], errors: ['One worker was lost.'] };
  expect(toRecord(workflow({ output }), facts)).toEqual({ ...known, reasons: ['One worker was lost.'] });
});

it('tells what the enhancement says of the prompt', () => {
  const output = {
    issues: [
      { description: 'It is short.', severity: 'info' },
      { description: 'No light.', severity: null },
      7,
    ],
    recommendations: ['Name the style.', null],
    enhancedPrompt: 'A cat, soft light',
    enhancedNegativePrompt: 'blurry',
  };
  const enhancement = { $type: 'promptEnhancement', name: 'enhance', status: 'succeeded', output };
  const step = { $type: 'imageGen', status: 'succeeded', output: { images: [image] } };
  expect(toRecord(workflow({}, { steps: [enhancement, step] }), facts)).toEqual({
    ...known,
    promptAdvice: {
      issues: [{ description: 'It is short.', severity: 'info' }, { description: 'No light.' }],
      recommendations: ['Name the style.'],
      negativePrompt: 'blurry',
    },
  });
});

it('says nothing of what the service does not say', () => {
  const step = {
    $type: 'promptEnhancement',
    status: 'succeeded',
    output: { issues: [], recommendations: [] },
  };
  expect(toRecord(workflow({}, { cost: { tips: {} }, steps: [step] }), facts)).toEqual(known);
});
