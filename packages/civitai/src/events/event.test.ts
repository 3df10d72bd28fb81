import { describe, expect, it } from 'vitest';
import { CivitaiEventError } from './event-error.ts';
import { parseCivitaiEvent } from './event.ts';

const workflow = {
  $type: 'workflow',
  workflowId: 'w1',
  status: 'succeeded',
  timestamp: '2026-08-20T10:00:00Z',
  details: { createdAt: '2026-08-20T09:59:00Z', steps: [{ name: 'image-1', status: 'succeeded' }] },
};

function post(body: string): Request {
  return new Request('https://example.com/hook', { method: 'POST', body });
}

describe('parseCivitaiEvent', () => {
  it.each([
    ['a request', post(JSON.stringify(workflow))],
    ['a text', JSON.stringify(workflow)],
    ['a parsed body', workflow],
    ['bytes', new TextEncoder().encode(JSON.stringify(workflow))],
    ['a buffer', Buffer.from(JSON.stringify(workflow))],
    ['an array buffer', new TextEncoder().encode(JSON.stringify(workflow)).buffer],
    [
      'a body with fields of other kinds that are null',
      { ...workflow, name: null, jobId: null, stepName: null },
    ],
    [
      'a body of another kind by its fields, whose type decides',
      { ...workflow, name: 'order-7', jobId: 'j1' },
    ],
  ])('reads the event of a workflow from %s', async (_, input) => {
    const { $type, ...rest } = workflow;
    expect(await parseCivitaiEvent(input)).toEqual({ type: $type, isFinal: true, ...rest });
  });

  it('reads the event of a step', async () => {
    const event = await parseCivitaiEvent({ workflowId: 'w1', name: 'image-1', status: 'processing' });
    expect(event).toEqual({
      type: 'step',
      workflowId: 'w1',
      step: 'image-1',
      status: 'processing',
      isFinal: false,
    });
  });

  it.each(['step', 'WorkflowStepEvent', null])('reads the event of a step of the type %j', async $type => {
    const event = { $type, workflowId: 'w1', name: 'image-1', status: 'processing', jobId: null };
    expect(await parseCivitaiEvent(event)).toMatchObject({ type: 'step', step: 'image-1' });
  });

  it('reads the event of a job, and leaves odd extras out', async () => {
    const event = await parseCivitaiEvent({
      workflowId: 'w1',
      stepName: 'image-1',
      jobId: 'j1',
      status: 'failed',
      progress: null,
      reason: 'blocked',
      blockedReason: 'adult',
      matureContent: 'yes',
    });
    expect(event).toMatchObject({ type: 'job', step: 'image-1', reason: 'blocked', isFinal: true });
    expect(event).toMatchObject({ progress: undefined, matureContent: undefined });
  });

  it.each([null, 'none', []])('leaves details that are %j out', async details => {
    expect(await parseCivitaiEvent({ ...workflow, details })).toMatchObject({
      workflowId: 'w1',
      details: undefined,
    });
  });

  it('takes a status that is newer than itself for one that may still change', async () => {
    expect(await parseCivitaiEvent({ ...workflow, status: 'resting' })).toMatchObject({
      status: 'resting',
      isFinal: false,
    });
  });

  it.each([
    ['no JSON', post('<html>')],
    ['bytes that are no JSON', Buffer.from('<html>')],
    ['no object', '[]'],
    ['nothing', undefined],
    ['an event without a workflow', { $type: 'workflow', status: 'succeeded' }],
    ['an event whose job is a number', { workflowId: 'w1', stepName: 'image-1', jobId: 7, status: 'failed' }],
    ['an event whose step has no name', { workflowId: 'w1', name: '', status: 'failed' }],
    ['a job event without a step', { $type: 'job', workflowId: 'w1', jobId: 'j1', status: 'failed' }],
  ])('throws a typed error for %s', async (_, input) => {
    const error = await parseCivitaiEvent(input).catch((thrown: unknown) => thrown);
    expect(CivitaiEventError.isInstance(error)).toBe(true);
    expect(error).toHaveProperty('message', expect.stringMatching(/^Failed to read a Civitai event: /));
  });

  it('names the field that is missing', async () => {
    await expect(parseCivitaiEvent({ workflowId: 'w1', status: 'failed', jobId: 'j1' })).rejects.toThrow(
      'stepName is missing or no text',
    );
  });
});
