import { createHash } from 'node:crypto';
import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sha256 } from './sha256.ts';

const ofCat = '77af778b51abd4a3c51c5ddd97204a9c3ae614ebccb75a606c3b6865aed6744e';
const large = new Uint8Array(100_000).fill(7);
const shared = new Uint8Array(new SharedArrayBuffer(3));

afterEach(() => vi.unstubAllGlobals());

describe.each([
  ['where Node.js is', () => undefined],
  [
    'where it has no hash in one go',
    () => vi.stubGlobal('process', { getBuiltinModule: () => ({ createHash }) }),
  ],
  ['where it is not', () => vi.stubGlobal('process', undefined)],
])('the hash, %s,', (_, prepare) => {
  it.each([
    ['of a text', 'cat', ofCat],
    ['of bytes', new TextEncoder().encode('cat'), ofCat],
    ['of a text that is half a sign', '\ud800', createHash('sha256').update('\ufffd').digest('hex')],
    ['of many bytes', large, createHash('sha256').update(large).digest('hex')],
    ['of shared bytes', shared, createHash('sha256').update(new Uint8Array(3)).digest('hex')],
    ['of a view', large.subarray(1, 3), createHash('sha256').update(Uint8Array.of(7, 7)).digest('hex')],
  ])('%s is that of everybody', async (_name, data, hash) => {
    prepare();
    expect(await sha256(data, 'tell cats apart')).toBe(hash);
  });
});

it('says what a runtime lacks', async () => {
  vi.stubGlobal('process', undefined);
  vi.stubGlobal('crypto', undefined);
  const hash = sha256('cat', 'tell cats apart');
  await expect(hash).rejects.toThrow('Failed to tell cats apart: this runtime has no Web Crypto');
  await expect(hash).rejects.toBeInstanceOf(UnsupportedFunctionalityError);
});
