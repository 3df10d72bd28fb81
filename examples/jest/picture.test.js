import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { startEmulator } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';
import { pictureOf } from './picture.js';

let emulator;
let grok;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain' });
  grok = createGrok(emulator.xai);
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

test('a picture is made and paid once', async () => {
  const picture = await pictureOf('A cat in a tree', grok);
  expect(picture.mediaType).toBe('image/jpeg');
  expect(emulator.ledger).toMatchObject([{ images: 1, delivered: 1 }]);
});

test('a refused prompt gives none, and is paid', async () => {
  expect(await pictureOf('A cat #refuse', grok)).toBeUndefined();
  expect(emulator.ledger).toMatchObject([{ images: 1, delivered: 0 }]);
});
