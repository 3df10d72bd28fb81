import { expect, it } from 'vitest';
import { copyInput } from './copy-input.ts';

it('copies lists, objects and bytes, however deep', () => {
  const given = { images: [new Uint8Array([1]), Buffer.from([2])], storage: { filename: 'cat.jpg' } };
  const copy = copyInput(given);
  for (const bytes of given.images) bytes.fill(9);
  given.images.pop();
  given.storage.filename = 'dog.jpg';

  expect(copy).toEqual({
    images: [new Uint8Array([1]), new Uint8Array([2])],
    storage: { filename: 'cat.jpg' },
  });
});

it('copies once what is there many times', () => {
  const bytes = new Uint8Array(3);
  const [first, second] = copyInput([bytes, bytes]);

  expect(first).not.toBe(bytes);
  expect(first).toBe(second);
});

it('keeps a circle a circle', () => {
  const circle: Record<string, unknown> = {};
  circle['again'] = [circle, circle];
  const copy = copyInput(circle);

  expect(copy).not.toBe(circle);
  expect(copy['again']).toEqual([copy, copy]);
});

it('keeps what is no plain object, and a hostile name', () => {
  const date = new Date(0);
  const hostile: unknown = JSON.parse('{"__proto__":{"polluted":true}}');

  expect(copyInput([date, undefined, null, 'cat'])).toEqual([date, undefined, null, 'cat']);
  expect(Object.keys(copyInput(Object(hostile)))).toEqual(['__proto__']);
  expect('polluted' in copyInput(Object(hostile))).toBe(false);
});
