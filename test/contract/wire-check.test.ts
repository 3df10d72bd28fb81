import { expect, test } from 'vitest';
import { xai } from './backends/xai.ts';
import { createWireCheck } from './harness/wire-check.ts';

const wire = createWireCheck(xai.wire);
const generation = { method: 'POST', path: '/v1/images/generations' };
const body = { model: 'grok-imagine-image', prompt: 'A cat in a tree', n: 1 };

test('accepts a body of the published format', () => {
  expect(wire.request({ ...generation, body })).toEqual([]);
});

test.each([
  ['an unknown field', { ...body, output_format: 'png' }, 'additional properties'],
  ['too many images', { ...body, n: 11 }, '<= 10'],
  ['a ratio that does not exist', { ...body, aspect_ratio: '7:1' }, 'allowed values'],
  ['no prompt', { model: 'grok-imagine-image' }, 'required property'],
])('reports %s in a request', (_name, wrong, finding) => {
  expect(wire.request({ ...generation, body: wrong })).toEqual([expect.stringContaining(finding)]);
});

test('reports sources in a generation, and their absence in an edit', () => {
  const image = { url: 'https://images.example/cat.png' };
  expect(wire.request({ ...generation, body: { ...body, image } })).toHaveLength(1);
  expect(wire.request({ ...generation, path: '/v1/images/edits', body })).toHaveLength(1);
});

test('reports an answer without a list of images, and an error in another shape', () => {
  expect(wire.answer({ ...generation, status: 200, body: { images: [] } })).toHaveLength(1);
  expect(wire.answer({ ...generation, status: 400, body: { message: 'No.' } })).toHaveLength(1);
  expect(wire.answer({ ...generation, status: 422, body: 'missing field `prompt`' })).toEqual([]);
});
