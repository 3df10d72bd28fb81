import { expect, it } from 'vitest';
import { parseWithoutSecret, secretRemoved, secretsRemoved } from './secrets.ts';

const key = 'xai-0123456789abcdef';
const sent = { authorization: `Bearer ${key}` };

it('takes a key out of texts and headers', () => {
  expect(secretRemoved(`Wrong key ${key}.`, sent)).toBe('Wrong key [key].');
  expect(secretsRemoved({ 'x-echo': `a ${key}` }, sent)).toEqual({ 'x-echo': 'a [key]' });
  expect(secretRemoved('Wrong key.', {})).toBe('Wrong key.');
});

it('takes a key out of the texts of an answer, but not out of addresses', () => {
  const url = `https://images.test/1.jpg?token=${key}`;

  expect(parseWithoutSecret(JSON.stringify({ reasons: [`No: ${key}`], url, n: 1 }), sent)).toEqual({
    reasons: ['No: [key]'],
    url,
    n: 1,
  });
});

it('leaves what may stand in an image by chance', () => {
  expect(parseWithoutSecret('{"b64_json":"abctestdef"}', { authorization: 'Bearer test' })).toEqual({
    b64_json: 'abctestdef',
  });
});
