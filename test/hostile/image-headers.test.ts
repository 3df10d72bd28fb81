import { inspectImage } from '@grok-image/core';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictureBytes, type PictureType } from '../contract/harness/pictures.ts';
import { grokModel, xaiOrigin } from './harness/models.ts';
import { call, expectAISDKError, expectPromises, outcomeOf } from './harness/outcome.ts';
import { numRuns, testTimeoutMs, tryAll } from './harness/runs.ts';
import { hostileService } from './harness/service.ts';

const types: readonly PictureType[] = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif'];
const type = fc.constantFrom(...types);
const magic = [
  '\xFF\xD8\xFF',
  '\x89PNG\r\n\x1A\n',
  'RIFF\xFF\xFF\xFF\xFFWEBP',
  '\0\0\0\x18ftypavif',
  'GIF89a',
  '<svg',
];

/** Headers cut short, changed in a few places, put in front of others, or followed by nothing but lies. */
const headers: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.tuple(type, fc.nat({ max: 700 })).map(([name, length]) => pictureBytes(name).slice(0, length)),
  fc
    .tuple(
      type,
      fc.array(fc.tuple(fc.nat({ max: 200 }), fc.constantFrom(0, 1, 127, 128, 255)), { maxLength: 12 }),
    )
    .map(([name, edits]) => edited(pictureBytes(name), edits)),
  fc
    .tuple(type, type, fc.nat({ max: 60 }))
    .map(([one, other, at]) => joined(pictureBytes(one).slice(0, at), pictureBytes(other))),
  fc
    .tuple(fc.constantFrom(...magic), fc.uint8Array({ maxLength: 400 }))
    .map(([start, rest]) => joined(Buffer.from(start, 'latin1'), rest)),
  fc.uint8Array({ maxLength: 200 }),
);

function edited(bytes: Uint8Array, edits: readonly (readonly [number, number])[]): Uint8Array {
  const changed = Uint8Array.from(bytes);
  for (const [place, value] of edits) changed[place % changed.length] = value;
  return changed;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([one, other]));
}

it('the header of an image may hold anything', { timeout: testTimeoutMs }, async () => {
  const held = await tryAll(headers, bytes => {
    const before = Buffer.from(bytes);
    const info = inspectImage(bytes);
    expect(before.equals(bytes)).toBe(true);
    if (info === undefined) return;
    expect(types).toContain(info.mediaType);
    expect(Number.isInteger(info.width) && info.width > 0 && info.width < 2 ** 32).toBe(true);
    expect(Number.isInteger(info.height) && info.height > 0 && info.height < 2 ** 32).toBe(true);
  });
  expect(held).toBe(numRuns);
});

it('an image inside an answer may hold anything', { timeout: testTimeoutMs }, async () => {
  const base64 = fc.oneof(
    headers.map(bytes => Buffer.from(bytes).toString('base64')),
    fc
      .tuple(headers, fc.nat({ max: 300 }))
      .map(([bytes, at]) => `${Buffer.from(bytes).toString('base64').slice(0, at)}=*`),
    fc.string({ unit: 'binary', maxLength: 50 }).map(text => `data:image/png;base64,${text}`),
  );
  const held = await tryAll(fc.array(base64, { minLength: 1, maxLength: 3 }), async images => {
    const body = JSON.stringify({
      data: images.map(b64_json => ({ b64_json })),
      usage: { cost_in_usd_ticks: 7 },
    });
    const service = hostileService(xaiOrigin, [{ status: 200, headers: {}, body }]);
    const outcome = await outcomeOf(() => grokModel(service).doGenerate(call));
    expectPromises(outcome, service.sent);
    if (outcome.type === 'error') expectAISDKError(outcome.error);
  });
  expect(held).toBe(numRuns);
});

/** Boxes of an AVIF, each with its length in front. */
function box(name: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat([Buffer.from(name, 'latin1'), ...parts]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length + 4);
  return joined(length, content);
}

const large = 64 * 1024 * 1024 - 100;
const zeros = new Uint8Array(large);
const brands = box('ftyp', Buffer.from('avif\0\0\0\0avif', 'latin1'));

describe('an image of the largest size', () => {
  it.each([
    ['a JPEG without an end to its header', () => joined(Buffer.from([0xff, 0xd8, 0xff]), zeros)],
    ['a JPEG of fill bytes', () => joined(Buffer.from([0xff, 0xd8]), new Uint8Array(large).fill(0xff))],
    ['a list of brands', () => box('ftyp', Buffer.from('avif\0\0\0\0', 'latin1'), zeros)],
    [
      'boxes within boxes',
      () => joined(brands, box('meta', new Uint8Array(4), repeated(box('free'), large))),
    ],
    [
      'sizes without number',
      () =>
        joined(
          brands,
          box(
            'meta',
            new Uint8Array(4),
            box('iprp', box('ipco', repeated(box('ispe', new Uint8Array(12)), large))),
          ),
        ),
    ],
  ])('is not worth more than two seconds or twice its memory, even when it is %s', (_, create) => {
    const bytes = create();
    const memory = process.memoryUsage();
    // Of this thread: what else the machine does is not meant.
    const before = process.threadCpuUsage();
    inspectImage(bytes);
    const { user, system } = process.threadCpuUsage(before);
    const after = process.memoryUsage();
    expect((user + system) / 1000).toBeLessThan(2000);
    expect(after.heapUsed - memory.heapUsed).toBeLessThan(large);
    expect(after.arrayBuffers - memory.arrayBuffers).toBeLessThan(2 * large);
  });
});

function repeated(piece: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length - (length % piece.length));
  for (let at = 0; at < bytes.length; at += piece.length) bytes.set(piece, at);
  return bytes;
}
