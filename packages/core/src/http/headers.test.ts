import { describe, expect, it } from 'vitest';
import { errorOf } from '../test/catch.ts';
import { version } from './version.ts';
import { joinHeaders } from './headers.ts';

describe('joinHeaders', () => {
  it('sends each header once, the later one winning whatever its case', () => {
    expect(
      joinHeaders({ authorization: 'Bearer ours' }, { Authorization: 'Bearer theirs', 'X-Trace': '1' }),
    ).toEqual({
      authorization: 'Bearer theirs',
      'x-trace': '1',
      'user-agent': `grok-image/${version}`,
    });
  });

  it('leaves out what is undefined, without undoing an earlier value', () => {
    expect(joinHeaders({ 'x-trace': '1' }, { 'x-trace': undefined })).toMatchObject({ 'x-trace': '1' });
  });

  it('appends itself to the user agent of the caller', () => {
    expect(joinHeaders({ 'User-Agent': 'ai/7.0.173' })['user-agent']).toBe(
      `ai/7.0.173 grok-image/${version}`,
    );
  });

  it.each(['secret\nX-Injected: 1', 'schlüssel-🔑'])(
    'refuses the value %j without repeating it',
    async value => {
      const error = await errorOf(() => joinHeaders({ 'x-key': value }));

      expect(error.message).toBe(
        "Invalid headers['x-key']: got a value that HTTP cannot carry. Accepted: Latin-1 text without line breaks. Nothing was sent.",
      );
    },
  );
});
