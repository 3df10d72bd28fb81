import { expect, it } from 'vitest';
import { workflow } from '../test/workflow.ts';
import { findEchoedDifferences } from './echo.ts';

const asked = (engine = 'grok') => {
  const input = { engine, version: 'v2.0', quality: 'low', prompt: 'A cat', imageMetadata: undefined };
  return { steps: [{ $type: 'imageGen' as const, name: 'image-1', input }] };
};

it.each([
  ['another version, without the quality', { version: 'v1.0' }, ['version']],
  ['another quality', { version: 'v2.0', quality: 'medium' }, ['quality']],
  ['what was asked', { version: 'v2.0', quality: 'low' }, []],
  ['nothing', {}, []],
])('a workflow of which the service says that it is %s', (_, input, features) => {
  const warnings = findEchoedDifferences(workflow({ input }), asked());
  expect(warnings.map(warning => 'feature' in warning && warning.feature)).toEqual(features);
});

it('other engines may be echoed in other words', () => {
  expect(findEchoedDifferences(workflow({ input: { version: 'v1.0' } }), asked('flux2'))).toEqual([]);
});
