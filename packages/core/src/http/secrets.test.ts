import { expect, it } from 'vitest';
import { createScrubber } from './secrets.ts';

const key = 'xai-01/23+456789abcdef';
const { text, value, answer, isIn } = createScrubber({ authorization: `Bearer ${key}` });

it('takes a key out of texts and values', () => {
  expect(text(`Wrong key ${key}.`)).toBe('Wrong key [key].');
  expect(value({ 'x-echo': [`a ${key}`], [key]: 1 })).toEqual({ 'x-echo': ['a [key]'], '[key]': 1 });
  expect(createScrubber({}).text('Wrong key.')).toBe('Wrong key.');
});

it.each([
  ['as PHP does', key.replaceAll('/', String.raw`\/`)],
  ['by numbers', key.replaceAll('/', String.raw`\u002f`).replaceAll('+', String.raw`\u002B`)],
  ['twice', key.replaceAll('/', String.raw`\\\/`)],
  ['as in an address', encodeURIComponent(key)],
])('finds a key that was escaped %s', (_, escaped) => {
  expect(text(`Wrong key ${escaped}.`)).toBe('Wrong key [key].');
});

it('takes a key out of the texts of an answer, but not out of addresses', () => {
  const url = `https://images.test/1.jpg?token=${key}`;

  expect(answer({ reasons: [`No: ${key}`], url, n: 1 })).toEqual({ reasons: ['No: [key]'], url, n: 1 });
});

it('leaves what may stand in an image or a word by chance', () => {
  const short = createScrubber({
    authorization: 'Bearer test',
    'x-api-key': 'password',
    'x-trace': 'production',
  });

  expect(short.text('a test of password, passwords and id-password in production')).toBe(
    'a test of [key], passwords and id-password in production',
  );
});

it('takes out every header that a caller set, unless it is a plain word', () => {
  const sent = {
    'x-api-key': 'gateway-1',
    'x-team': 'team-0123456789abcdef',
    'user-agent': 'grok-image/0.0.0-dev',
  };

  expect(createScrubber(sent).text('gateway-1 team-0123456789abcdef grok-image/0.0.0-dev')).toBe(
    '[key] [key] grok-image/0.0.0-dev',
  );
});

it('finds a key in an error or its causes', () => {
  expect(isIn(new TypeError('Failed', { cause: new TypeError(`bad header ${key}`) }))).toBe(true);
  expect(isIn(new TypeError('Failed'))).toBe(false);
});
