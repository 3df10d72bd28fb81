import { describe, expect, it } from 'vitest';
import { image, workflow } from '../test/workflow.ts';
import { readWorkflow, readWorkflows } from './read-workflow.ts';

describe('reading a workflow', () => {
  it('cuts short what would fill a message, and takes no id that is longer than an id', () => {
    const long = 'x'.repeat(100_000);
    const { id, steps } = workflow({ jobs: [{ reason: long }], output: { errors: [long] } }, { id: long });
    expect(id).toBeUndefined();
    expect(steps[0]?.jobs[0]?.reasons[0]).toHaveLength(500);
    expect(steps[0]?.errors[0]).toHaveLength(500);
  });

  it('takes a text where a list is usual, and a list where a text is', () => {
    const { steps } = workflow({
      output: { errors: 'no luck' },
      metadata: { error: ['bad', 7, null, 'worse'] },
      jobs: [{ errors: 'late', blockedReason: ['adult'] }],
    });
    expect(steps[0]?.errors).toEqual(['no luck']);
    expect(steps[0]?.reasons).toEqual(['bad', 'worse']);
    expect(steps[0]?.jobs[0]).toMatchObject({ reasons: ['adult', 'late'], blockedReason: 'adult' });
  });

  it('takes what is null for what is not told', () => {
    const nulls = { status: null, name: null, input: null, output: null, jobs: null, reason: null };
    const { steps, transactions } = workflow(nulls, { cost: null, transactions: null });
    expect(steps).toEqual([expect.objectContaining({ images: [], jobs: [], errors: [], reasons: [] })]);
    expect(transactions).toBeUndefined();
  });

  it('refuses an answer that is no workflow', () => {
    expect(() => readWorkflow({ message: 'hello' })).toThrow(/no workflow/);
    expect(() => readWorkflow(undefined)).toThrow(/no workflow/);
  });
});

describe('reading a page of workflows', () => {
  it('gives those that are some, whatever stands beside them', () => {
    const items = [null, { message: 'hello' }, { id: 'w1', status: 'processing', cost: 'free' }, [image]];
    expect(readWorkflows({ items }).items.map(({ id }) => id)).toEqual(['w1']);
  });

  it.each([undefined, [], {}, { items: 'none' }])('refuses %j', page => {
    expect(() => readWorkflows(page)).toThrow(/no list of workflows/);
  });
});
