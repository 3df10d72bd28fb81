import { describe, expect, it } from 'vitest';
import { readDeleted, readFile, readPublicUrl, readRevoked, readUploaded } from './file.ts';

describe('a file', () => {
  it('is read with all that it says', () => {
    expect(
      readFile({
        id: 'file_1',
        filename: 'cat.jpg',
        bytes: 7,
        created_at: 1_776_527_939,
        expires_at: 1_776_531_539,
        purpose: 'edits',
        public_url: 'https://files-cdn.x.ai/1',
        public_url_expires_at: 1e300,
      }),
    ).toEqual({
      id: 'file_1',
      filename: 'cat.jpg',
      bytes: 7,
      createdAt: '2026-04-18T15:58:59.000Z',
      expiresAt: '2026-04-18T16:58:59.000Z',
      purpose: 'edits',
      publicUrl: 'https://files-cdn.x.ai/1',
      publicUrlExpiresAt: undefined,
    });
  });

  it('needs no more than an id', () => {
    const odd = {
      filename: null,
      bytes: 'seven',
      created_at: '2026',
      expires_at: null,
      purpose: '',
      public_url: 7,
    };
    expect(readFile({ id: 'file_1', ...odd })).toEqual({ id: 'file_1', filename: '', bytes: 0 });
  });
});

describe('what was uploaded', () => {
  it('is more than an id, which the answer of something in between may have, too', () => {
    expect(() => readUploaded({ created: 1, id: 'gen-1', output: [] })).toThrow(TypeError);
    expect(readUploaded({ id: 'file_1', bytes: 7 })).toMatchObject({ id: 'file_1', bytes: 7 });
  });
});

describe('what is demanded of an answer', () => {
  it.each([
    [readFile, { filename: 'cat.jpg' }, 'id'],
    [readFile, { id: '' }, 'id'],
    [readFile, null, 'id'],
    [readDeleted, { deleted: true }, 'id'],
    [readDeleted, { id: 'file_1', deleted: 'yes' }, 'deleted'],
    [readRevoked, { id: 7, revoked: true }, 'id'],
    [readRevoked, { id: 'file_1' }, 'revoked'],
    [readPublicUrl, { public_url: null }, 'public_url'],
  ])('is named when it is missing: %o of %j', (read, json, field) => {
    expect(() => read(json)).toThrow(new TypeError(`${field} is not as documented`));
  });
});
