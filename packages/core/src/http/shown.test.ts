import { describe, expect, it } from 'vitest';
import { toShownAnswer, toShownRequest } from './shown.ts';

const image = 'iVBORw0KGgo'.repeat(500);

describe('an answer on an error', () => {
  it('stays as it is when it is small', () => {
    const text = '{ "error": "No", "n": [1, null] }';
    expect(toShownAnswer(text, JSON.parse(text))).toEqual({ data: { error: 'No', n: [1, null] }, text });
    expect(toShownAnswer('x y '.repeat(5000), undefined).text).toHaveLength(4096);
  });

  it('has images by their length, and 4 KB at most', () => {
    const json = {
      error: 'No',
      data: [{ b64_json: image }, { url: `data:image/png;base64,${image}` }],
      others: Array.from({ length: 10_000 }, (_, index) => `entry number ${index}`),
    };
    const { data, text } = toShownAnswer(JSON.stringify(json), json);

    expect(data).toMatchObject({
      error: 'No',
      data: [{ b64_json: '5500 characters' }, { url: 'data:image/png;base64, 5522 characters' }],
    });
    expect(JSON.stringify(data).length).toBeLessThan(8192);
    expect(text.length).toBeLessThanOrEqual(4096);
    expect(text).not.toContain('iVBOR');
  });

  it('may have more levels than a stack', () => {
    const text = '['.repeat(5000) + ']'.repeat(5000);
    expect(toShownAnswer(text, JSON.parse(text)).text.length).toBeLessThan(100);
  });
});

it('shows of a request neither images nor what stands behind the question mark of an address', () => {
  const url = 'https://app.test/hook?secret=hush';
  expect(
    toShownRequest({
      prompt: `A cat at ${url}`,
      callbacks: [{ url }],
      image: `data:image/png;base64,${image}`,
      source: 'https://app.test/cat.png',
      bytes: Uint8Array.of(1, 2),
      n: 1,
    }),
  ).toEqual({
    prompt: `A cat at ${url}`,
    callbacks: [{ url: 'https://app.test/hook?[left out]' }],
    image: 'data:image/png;base64, 5522 characters',
    source: 'https://app.test/cat.png',
    bytes: '2 bytes',
    n: 1,
  });
});
