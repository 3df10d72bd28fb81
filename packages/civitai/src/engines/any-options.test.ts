import { InvalidArgumentError } from '@ai-sdk/provider';
import { imageGenInputs } from '@grok-image/emulator';
import { assert, property } from 'fast-check';
import { expect, it } from 'vitest';
import { engineKeyOf } from '../image/engine-models.ts';
import { modelOf } from '../image/models.ts';
import { toWorkflow } from '../image/request.ts';
import { toSent, toSources } from '../image/sources.ts';
import { engineRecipe } from './engine-model.ts';
import { drawnCalls, type DrawnCall } from '../../test/drawn-call.ts';
import { publishedKindsOf } from '../../test/published-check.ts';
import { pixel } from '../../test/variant-call.ts';

/** Arguments of a call that an error may name in place of an option. */
const ofCall = ['prompt', 'seed', 'size', 'aspectRatio', 'mask', 'prompt.images'];

/** The inputs that a call is sent as, or the error by which it is refused. */
function outcomeOf({ modelId, options, ...asked }: DrawnCall): {
  inputs?: unknown[];
  refusal?: InvalidArgumentError;
} {
  const request = { ...asked, sources: [], mask: undefined };
  const { capabilities } = modelOf(modelId);
  const model = engineRecipe(modelId, engineKeyOf(modelId) ?? '');
  try {
    const read = model.readOptions(options);
    const sources = toSources(request, read, 'https://orchestration.civitai.com', capabilities.maxFiles);
    const keys = { externalId: undefined, createNonce: () => 'nonce' };
    const { body } = toWorkflow(request, toSent(sources), read, model, keys);
    return { inputs: body.steps.flatMap(step => (step.$type === 'imageGen' ? [resolved(step.input)] : [])) };
  } catch (error) {
    if (InvalidArgumentError.isInstance(error)) return { refusal: error };
    throw error;
  }
}

/** An input as the service sees it: with what stands elsewhere in its place, and without what is not sent. */
function resolved(input: object): unknown {
  return JSON.parse(
    JSON.stringify(input, (_name, value: unknown) => {
      if (typeof value !== 'object' || value === null || !('$ref' in value)) return value;
      return value.$ref === '$arguments' ? pixel : 'A cat';
    }),
  );
}

/** What of a call an error names. */
function isNamed({ argument, message }: InvalidArgumentError, options: object): boolean {
  const named = argument.replace('providerOptions.civitai.', '').replace(/[.[].*/, '');
  // What must be there is no option of the call, as it was left out.
  const isMissing = message.includes('got undefined');
  return (
    (ofCall.includes(argument) || named in options || isMissing) && message.includes('Nothing was sent.')
  );
}

it('any mixture of options is sent as published, or refused by a sentence that names the option', () => {
  const counts = { sent: 0, refused: 0 };
  assert(
    property(drawnCalls, call => {
      const { inputs = [], refusal } = outcomeOf(call);
      const unlike = inputs.filter(input => publishedKindsOf(imageGenInputs, input).length !== 1);
      expect(unlike).toEqual([]);
      expect(refusal && !isNamed(refusal, call.options) ? refusal.message : '').toBe('');
      counts[refusal === undefined ? 'sent' : 'refused'] += 1;
    }),
    { numRuns: 500, seed: 16 },
  );
  console.log(
    `${counts.sent} mixtures of options were sent as published, ${counts.refused} refused by name.`,
  );
  expect(Math.min(counts.sent, counts.refused)).toBeGreaterThan(150);
});
