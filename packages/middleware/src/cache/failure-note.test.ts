import { GenerationFailedError } from '@grok-image/core';
import { expect, test } from 'vitest';
import { classifyError } from '../stack/classify.ts';
import { readFailure, toFailureNote } from './failure-note.ts';

const model = {
  specificationVersion: 'v4',
  provider: 'civitai.image',
  modelId: 'grok',
  doGenerate: async () => undefined,
};

function read(note: string | undefined) {
  return readFailure({ state: 'done', hash: 'h', note }, model);
}

test.each([{ externalId: 'cat' }, { workflowId: 'w1' }, { jobId: 'job-1' }])(
  'a failure says in another process what it said, and what collects it: %j',
  resume => {
    const { provider, modelId } = model;
    const message = 'Failed to make an image: it is lost.';
    const failure = new GenerationFailedError({ provider, modelId, message, reasons: [], ...resume });
    const shared = read(toFailureNote(failure));
    expect(shared).toMatchObject({ name: 'GenerationFailedError', message, provider, modelId, resume });
    expect(classifyError(shared)).toEqual({ class: 'unknown', isUnstarted: false });
  },
);

test.each([undefined, '', 'torn {', '{}', '{"failure":{"message":1}}'])(
  'what is no failure, or cannot be read, costs nobody a call: %j',
  note => {
    expect(read(note)).toBeUndefined();
  },
);
