import { describe, expect, it } from 'vitest';
import { workflow } from '../test/workflow.ts';
import { hasOtherPrompt, isOfAnotherCall, isStartedBy, isWorkflowOf } from './identity.ts';
import type { WorkflowTemplate } from './template.ts';

/** A submit of one image. */
function submit({ key = 'cat', nonce = 'mark-1', prompt = 'A cat' } = {}): WorkflowTemplate {
  const input = { engine: 'grok', version: 'v1.0', operation: 'createImage', quantity: 1 } as const;
  return {
    externalId: key,
    steps: [{ $type: 'imageGen', name: 'image-1', input: { ...input, prompt, imageMetadata: nonce } }],
  };
}

/** What the service shows of a submit: it puts the account, a number, in front of the key. */
function shown({ key = 'cat', nonce = 'mark-1', prompt = 'A cat' } = {}) {
  return workflow({ input: { prompt, imageMetadata: nonce } }, { externalId: `6-${key}` });
}

describe('a workflow of the list', () => {
  it.each([
    ['is that of a key that was made for it', 'cat', 'mark-1', undefined, true],
    ['is so where the service does not echo its mark', 'cat', '', undefined, true],
    ['is not that of a key that ends alike', 'my-cat', 'mark-1', undefined, false],
    ['is that of a key of the caller, with the mark of this very submit', 'cat', 'mark-1', 'cat', true],
    ['is not one that somebody else has started under that key', 'cat', 'mark-2', 'cat', false],
    ['is found by its mark without a key', 'cat', 'mark-1', false, true],
  ] as const)('%s', (_, key, nonce, ownKey, is) => {
    expect(isWorkflowOf(shown({ key, nonce }), submit(), ownKey)).toBe(is);
  });
});

describe('a workflow that a key gives back', () => {
  it('was started by this submit where it carries its mark', () => {
    expect(isStartedBy(shown(), submit())).toBe(true);
    expect(isStartedBy(shown({ nonce: 'mark-2' }), submit())).toBe(false);
  });

  it('says nothing of who started it where marks are the names of steps, which are the same every time', () => {
    expect(isStartedBy(shown({ nonce: 'image-1' }), submit({ nonce: 'image-1' }))).toBe(false);
  });

  it.each([
    ['under the key of this call', 'cat', {}, false],
    ['under the key of this call, which may have joined others', 'cat', { dedupe: true }, false],
    ['under the key of an equal request', 'cat-1', { dedupe: true }, true],
    [
      "under the caller's own key, where its steps say nothing",
      'cat',
      { dedupe: true, externalId: 'cat' },
      true,
    ],
    ["under the caller's own key, with the mark of this submit", 'cat', { externalId: 'cat' }, false],
  ])('is of this call or another: %s', (_, key, options, is) => {
    const nonce = 'dedupe' in options ? 'image-1' : 'mark-1';
    expect(isOfAnotherCall(shown({ key, nonce }), submit({ nonce }), options)).toBe(is);
  });

  it('is of another call for all that is known where an equal request may have brought it without a key', () => {
    const keyless = { ...submit(), externalId: undefined };
    expect(isOfAnotherCall(workflow(), keyless, { externalId: false, dedupe: true })).toBe(true);
    expect(isOfAnotherCall(workflow(), keyless, { externalId: false })).toBe(false);
  });

  it('was made for another prompt where that of an earlier submit is', () => {
    const earlier = { nonce: 'mark-2' };
    expect(hasOtherPrompt(shown({ ...earlier, prompt: 'A dog' }), submit())).toBe(true);
    expect(hasOtherPrompt(shown({ ...earlier, prompt: ' A cat ' }), submit())).toBe(false);
    // The service may have changed that of one's own.
    expect(hasOtherPrompt(shown({ prompt: 'A cat, enhanced' }), submit())).toBe(false);
  });
});
