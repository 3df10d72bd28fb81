import { describe, expect, it } from 'vitest';
import { errorOf } from '../test/call.ts';
import { collect } from '../test/collect.ts';
import { useEmulator } from '../test/emulator.ts';
import { png } from '../test/server.ts';

const { emulator, grok } = await useEmulator();

/** What a call without types fails with, before anything is sent. */
async function refusalOf(method: (...given: never[]) => unknown, ...given: unknown[]): Promise<string> {
  const { name, message } = await errorOf(Promise.resolve(Reflect.apply(method, undefined, given)));
  expect(name).toBe('AI_InvalidArgumentError');
  expect(emulator.requests).toEqual([]);
  return message;
}

describe('an upload', () => {
  it.each([
    [
      { data: png, expires_after: 3600 },
      'Invalid expires_after: got an unknown option. Accepted: expiresAfter (did you mean that?)',
    ],
    [
      { data: png, fileName: 'cat.png' },
      'Invalid fileName: got an unknown option. Accepted: filename (did you mean that?)',
    ],
    [{ file: png }, 'Invalid file: got an unknown option. Accepted: data, filename'],
    [{ data: 'cat.png' }, 'Invalid data: got "cat.png". Accepted: a Uint8Array, an ArrayBuffer or a Blob.'],
    [{ data: png, filename: '' }, 'Invalid filename: got "". Accepted: a text that is not empty.'],
    [
      { data: png, abortSignal: new AbortController() },
      'Invalid abortSignal: got an object. Accepted: an AbortSignal.',
    ],
    [png, 'Invalid argument: got 105 bytes. Accepted: a plain object'],
    [undefined, 'Invalid argument: got undefined.'],
  ])('that is misspelt is refused by name: %#', async (upload, words) => {
    expect(await refusalOf(grok.files.upload, upload)).toContain(words);
  });

  it.each([
    ['a File has its name', new File([png], 'cat.jpg', { type: 'image/png' }), 'cat.jpg', 'image/png'],
    ['a File without a name is called by its kind', new File([png], ''), 'image.png', 'image/png'],
    ['a Blob without a type has that of its bytes', new Blob([png]), 'image.png', 'image/png'],
    ['a Blob of anything is binary', new Blob(['cat']), 'file', 'application/octet-stream'],
  ])('of %s', async (_, data, filename, mediaType) => {
    expect(await grok.files.upload({ data })).toMatchObject({ filename });

    const form = Buffer.from(emulator.requests[0]?.bytes ?? []).toString('latin1');
    expect(form).toContain(`filename="${filename}"`);
    expect(form).toContain(`Content-Type: ${mediaType}\r\n`);
  });

  it('has the name that the caller gives, not that of the File', async () => {
    const data = new File([png], 'cat.jpg');

    expect(await grok.files.upload({ data, filename: 'dog.jpg' })).toMatchObject({ filename: 'dog.jpg' });
  });
});

describe('what is asked of files', () => {
  it.each([
    ['get', ['file_1', { signal: 1 }], 'signal'],
    ['content', ['file_1', { timeout: 1 }], 'timeout'],
    ['delete', ['file_1', { force: true }], 'force'],
    ['publicUrl', ['file_1', { expires_after: 3600 }], 'expires_after'],
    ['revokePublicUrl', ['file_1', { expiresAfter: 3600 }], 'expiresAfter'],
  ] as const)('is refused where it is not known: %s', async (method, given, name) => {
    expect(await refusalOf(grok.files[method], ...given)).toContain(
      `Invalid ${name}: got an unknown option.`,
    );
  });

  it.each([
    [{ page_size: 5 }, 'page_size: got an unknown option. Accepted: pageSize (did you mean that?)'],
    [{ sortBy: 'date' }, 'sortBy: got "date". Accepted: "created_at", "filename", "size".'],
    [{ order: 'down' }, 'order: got "down". Accepted: "asc", "desc".'],
  ])('is refused where a list does not know it: %o', async (query, words) => {
    const list: AsyncIterable<unknown> = Reflect.apply(grok.files.list, undefined, [query]);

    expect((await errorOf(collect(list))).message).toContain(`Invalid ${words}`);
    expect(emulator.requests).toEqual([]);
  });
});

it('is refused where the catalogue does not know it', async () => {
  expect(await refusalOf(grok.models, { signal: 1 })).toContain('Invalid signal: got an unknown option.');
});
