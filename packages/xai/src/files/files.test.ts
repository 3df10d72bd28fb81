import { InvalidArgumentError } from '@ai-sdk/provider';
import { uploadFile } from 'ai';
import { describe, expect, it } from 'vitest';
import { createGrok } from '../index.ts';
import { errorOf, withOptions } from '../test/call.ts';
import { collect } from '../test/collect.ts';
import { useEmulator } from '../test/emulator.ts';
import { png, startServer } from '../test/server.ts';

const day = 86_400;

const { emulator, grok } = await useEmulator();

const sent = (): string[] => emulator.requests.map(({ method, path }) => `${method} ${path}`);

describe('an upload', () => {
  it('puts everything else before the file, as xAI wants it', async () => {
    const file = await grok.files.upload({
      data: png,
      filename: 'cat.png',
      purpose: 'edits',
      expiresAfter: day,
    });

    expect(file).toMatchObject({ filename: 'cat.png', bytes: png.length, purpose: 'edits' });
    expect(Date.parse(file.expiresAt ?? '') - Date.parse(file.createdAt ?? '')).toBe(day * 1000);
    const form = Buffer.from(emulator.requests[0]?.bytes ?? []).toString('latin1');
    const names = [...form.matchAll(/name="(\w+)"/g)].map(([, name]) => name);
    expect(names).toEqual(['expires_after', 'purpose', 'file']);
    expect(form).toContain('Content-Type: image/png');
  });

  it.each([new Uint8Array(png), Buffer.from(png)])(
    'is of the bytes as they were when it was called',
    async data => {
      const uploading = grok.files.upload({ data });
      data.fill(0);
      const { id } = await uploading;

      expect((await grok.files.content(id)).data).toEqual(png);
    },
  );

  it.each([
    ['bytes', png, 'image.png'],
    ['a buffer', png.buffer, 'image.png'],
    ['a blob', new Blob([png], { type: 'image/png' }), 'image.png'],
    ['bytes that are no image', new Uint8Array(3), 'file'],
  ])('of %s has a name that fits', async (_, data, filename) => {
    expect(await grok.files.upload({ data })).toMatchObject({ filename });
  });

  it.each([
    [
      { data: new Blob([new Uint8Array(50 * 1024 * 1024 + 1)]) },
      'data: got 52428801 bytes. Accepted: at most 50 MB',
    ],
    [{ data: png, expiresAfter: 60 }, 'expiresAfter: got 60. Accepted: whole seconds from 3600 to 2592000'],
    [{ data: png, expiresAfter: 3600.5 }, 'expiresAfter: got 3600.5'],
  ])('that xAI would refuse is not sent: %#', async (upload, words) => {
    const error = await errorOf(grok.files.upload(upload));

    expect(InvalidArgumentError.isInstance(error)).toBe(true);
    expect(error.message).toContain(words);
    expect(sent()).toEqual([]);
  });

  it.each([
    [{ status: 503 }, 'The file may have been uploaded. Look for it in grok.files.list()'],
    [{ reset: 'after' as const }, 'Look for it in grok.files.list() before you upload it again.'],
    [{ status: 429 }, 'The request was not started'],
  ])('is sent once, and its failure says what to do: %o', async (fault, words) => {
    emulator.script({ backend: 'xai', ...fault, path: '/files' });

    const error = await errorOf(grok.files.upload({ data: png }));

    expect(error.message).toContain(`Failed to upload a file: `);
    expect(error.message).toContain(words);
    expect(sent()).toEqual(['POST /v1/files']);
  });

  it('stops when it is aborted', async () => {
    emulator.script({ backend: 'xai', path: '/files', stall: 'headers' });
    const controller = new AbortController();
    const upload = grok.files.upload({ data: png, abortSignal: controller.signal });
    setTimeout(() => controller.abort(new RangeError('enough')), 30);

    expect(await errorOf(upload)).toMatchObject({ name: 'RangeError', message: 'enough' });
  });
});

describe('a stored file', () => {
  it('is an edit in under 2 KB', async () => {
    const { images } = await grok.image('grok-imagine-image').doGenerate(withOptions({}));
    const { id } = await grok.files.upload({ data: images[0] ?? png });

    const edit = await grok.image('grok-imagine-image').doGenerate(withOptions({ fileIds: [id] }));

    expect(edit.images).toHaveLength(1);
    const request = emulator.requests.find(({ path }) => path === '/v1/images/edits');
    const headers = Object.entries(request?.headers ?? {})
      .flat()
      .join('').length;
    expect((request?.bytes.length ?? Infinity) + headers).toBeLessThan(2000);
  });

  it('can be looked up, published, hidden and deleted', async () => {
    const { id } = await grok.files.upload({ data: png });

    const published = await grok.files.publicUrl(id, { expiresAfter: 3600 });
    expect((await fetch(published.publicUrl)).status).toBe(200);
    expect(await grok.files.get(id)).toMatchObject({
      id,
      publicUrl: published.publicUrl,
      publicUrlExpiresAt: published.expiresAt,
    });
    expect(await grok.files.revokePublicUrl(id)).toMatchObject({ id, revoked: true });
    expect(await grok.files.delete(id)).toEqual({ id, deleted: true });
    const error = await errorOf(grok.files.get(id));
    expect(error.message).toMatch(/^Failed to look up the file file_.*check its id and the key\.$/);
  });

  it('is deleted, although the answer that said so was lost', async () => {
    const { id } = await grok.files.upload({ data: png });
    emulator.script({ backend: 'xai', path: `/files/${id}`, reset: 'after' });

    expect(await grok.files.delete(id)).toEqual({ id, deleted: true });
    expect(sent()).toHaveLength(3);
  });

  it('cannot be deleted where it never was, which costs nothing', async () => {
    const error = await errorOf(grok.files.delete('file_0'));

    expect(error.message).toContain('The request was refused. Correct it before you send it again.');
  });

  it('is read again when it is an image', async () => {
    const { id } = await grok.files.upload({ data: png });

    expect(await grok.files.content(id)).toEqual({ data: png, mediaType: 'image/png', width: 3, height: 2 });
  });

  it('is looked up again after a failure that passes', async () => {
    const { id } = await grok.files.upload({ data: png });
    emulator.script({ backend: 'xai', path: `/files/${id}`, status: 503, headers: { 'retry-after': '0' } });

    expect(await grok.files.get(id)).toMatchObject({ id });
  });

  it('cannot have an empty id, which leads to the list of all', async () => {
    const error = await errorOf(grok.files.get(''));

    expect(error.message).toContain('Invalid id: got "". Accepted: an id of the service.');
    expect(sent()).toEqual([]);
  });

  it.each(['..', 'a/b', 'a?b'])('with the id %j is looked for there and nowhere else', async id => {
    const error = await errorOf(grok.files.get(id));

    expect(error).toMatchObject({ statusCode: 404 });
    expect(sent()).toEqual([expect.stringMatching(/^GET \/v1\/files\/[^/]+$/)]);
  });
});

describe('the list of files', () => {
  it('comes page by page, and ends at an empty page that names itself, as each page has a token', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await grok.files.upload({ data: png, filename: name });

    const names: string[] = [];
    const query = { sortBy: 'filename', order: 'asc', pageSize: 2 } as const;
    for await (const { filename } of grok.files.list(query)) names.push(filename);

    expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(sent().filter(request => request === 'GET /v1/files')).toHaveLength(4);
  });

  it('asks for no more pages than are read', async () => {
    for (const name of ['a', 'b', 'c']) await grok.files.upload({ data: png, filename: name });

    for await (const { filename } of grok.files.list({ pageSize: 1 })) if (filename === 'c') break;

    expect(sent().filter(request => request === 'GET /v1/files')).toHaveLength(1);
  });

  it('ends when a service gives the same full page for ever', async () => {
    const page = { data: [{ id: 'file_1' }], pagination_token: 'same' };
    const server = await startServer(() => ({ body: page }));

    const listed = await collect(createGrok(server.access).files.list({ pageSize: 1 }));

    expect(listed).toMatchObject([{ id: 'file_1', filename: '' }, { id: 'file_1' }]);
  });

  it.each([0, 101, 2.5])('cannot have pages of %d files', async pageSize => {
    const error = await errorOf(collect(grok.files.list({ pageSize })));

    expect(error.message).toContain(
      `Invalid pageSize: got ${pageSize}. Accepted: a whole number from 1 to 100`,
    );
  });
});

describe('uploadFile of AI SDK 7', () => {
  it.each([
    ['bytes', png],
    ['base64', Buffer.from(png).toString('base64')],
    ['text', { type: 'text' as const, text: 'A cat' }],
    ['a stream', { type: 'stream' as const, stream: new Blob([png]).stream() }],
  ])('takes %s', async (_, data) => {
    const { providerReference, byteSize } = await uploadFile({ api: grok, data, filename: 'cat' });

    expect(await grok.files.get(providerReference['xai'] ?? '')).toMatchObject({
      filename: 'cat',
      bytes: byteSize,
    });
  });

  it('passes on how long a file lives', async () => {
    const { expiresAt } = await uploadFile({
      api: grok,
      data: png,
      providerOptions: { xai: { expiresAfter: day } },
    });

    expect(Math.round(((expiresAt?.getTime() ?? 0) - Date.now()) / 1000 / day)).toBe(1);
  });

  it.each([
    [{ expiresAfter: 60 }, 'expiresAfter: got 60. Accepted: whole seconds from 3600 to 2592000'],
    [{ purpose: 7 }, 'purpose: got 7. Accepted: a text'],
    [{ purpos: 'edits' }, 'purpos: got an unknown option. Accepted: purpose (did you mean that?)'],
  ])('refuses options that xAI does not have without sending anything: %j', async (xai, words) => {
    const error = await errorOf(uploadFile({ api: grok, data: png, providerOptions: { xai } }));

    expect(error.message).toContain(`Invalid providerOptions.xai.${words}`);
    expect(sent()).toEqual([]);
  });

  it('sends the team, before the file, and says that xAI has no filePath', async () => {
    const result = await grok.files().uploadFile({
      data: { type: 'data', data: png },
      mediaType: 'image/png',
      providerOptions: { xai: { teamId: 'team-1', filePath: '/cats/cat.png' } },
    });

    const form = Buffer.from(emulator.requests[0]?.bytes ?? []).toString('latin1');
    const names = [...form.matchAll(/name="(\w+)"/g)].map(([, name]) => name);
    expect(names).toEqual(['team_id', 'file']);
    expect(form).toContain('team-1');
    expect(result.warnings).toMatchObject([{ type: 'unsupported', feature: 'filePath' }]);
  });

  it('is of the bytes as they were when it was called', async () => {
    const data = Buffer.from(png);
    const uploading = grok.files().uploadFile({ data: { type: 'data', data }, mediaType: 'image/png' });
    data.fill(0);
    const { providerReference } = await uploading;

    expect((await grok.files.content(providerReference['xai'] ?? '')).data).toEqual(png);
  });

  it('refuses a stream of more than 50 MB without sending it', async () => {
    const chunk = new Uint8Array(10 * 1024 * 1024);
    let chunks = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull: controller => (++chunks > 8 ? controller.close() : controller.enqueue(chunk)),
    });

    const error = await errorOf(uploadFile({ api: grok, data: { type: 'stream', stream } }));

    expect(error.message).toContain('Invalid data: got a longer stream. Accepted: at most 50 MB.');
    expect(sent()).toEqual([]);
  });
});

/** Uploads a text as AI SDK 7 does. */
const uploadText = async () =>
  grok.files().uploadFile({
    data: { type: 'text', text: 'A cat' },
    mediaType: 'text/plain',
    filename: 'cat.txt',
    providerOptions: { xai: { expiresAfter: day, purpose: 'notes' } },
  });

describe('the files interface of AI SDK 7', () => {
  it('says of a file what it said when it was uploaded', async () => {
    const { mediaType, ...uploaded } = await uploadText();
    const { providerReference: file } = uploaded;

    expect(await grok.files().getFileMetadata({ file })).toEqual(uploaded);
    const createdAt = (uploaded.createdAt?.getTime() ?? Number.NaN) / 1000;
    expect(uploaded).toMatchObject({ filename: 'cat.txt', byteSize: 5 });
    expect(uploaded.providerMetadata).toEqual({
      xai: expect.objectContaining({
        filename: 'cat.txt',
        bytes: 5,
        purpose: 'notes',
        createdAt,
        expiresAt: createdAt + day,
      }),
    });
    expect(mediaType).toBe('text/plain');
  });

  it('downloads a file of any kind as a stream', async () => {
    const { providerReference: file } = await uploadText();

    const { content, mediaType, warnings } = await grok.files().downloadFile({ file });

    expect(Buffer.concat(await collect(content)).toString()).toBe('A cat');
    expect([mediaType, warnings]).toEqual(['application/octet-stream', []]);
  });

  it('deletes a file, which cannot be downloaded then', async () => {
    const { providerReference: file } = await uploadText();

    expect(await grok.files().deleteFile({ file })).toEqual({
      providerReference: file,
      deleted: true,
      warnings: [],
    });
    const error = await errorOf(Promise.resolve(grok.files().downloadFile({ file })));
    expect(error).toMatchObject({ name: 'AI_DownloadError', statusCode: 404 });
    expect(error.message).toMatch(
      /^Failed to download the file file_.*: xAI answered HTTP 404\. .*check its id and the key\.$/,
    );
  });

  it('sends nothing for a file of another provider', async () => {
    const error = await errorOf(Promise.resolve(grok.files().deleteFile({ file: { openai: 'file-1' } })));

    expect(InvalidArgumentError.isInstance(error)).toBe(true);
    expect(error.message).toContain(
      'Invalid file: got a reference to openai. Accepted: one with the id of a file under xai',
    );
    expect(sent()).toEqual([]);
  });

  it('sends the key to the service alone when a download is redirected', async () => {
    const store = await startServer(() => ({ body: 'A cat' }));
    const server = await startServer(() => ({
      status: 302,
      headers: { location: `${store.baseURL}/cat` },
    }));

    await errorOf(
      Promise.resolve(
        createGrok(server.access)
          .files()
          .downloadFile({ file: { xai: 'file_1' } }),
      ),
    );

    expect(server.received[0]?.headers.authorization).toBe('Bearer xai-test-key');
    expect(store.received).toEqual([]);
  });
});

describe('images that are stored as they are made', () => {
  it('carry name, lifetime and public address', async () => {
    const storage = { filename: 'cat.jpeg', expiresAfter: day, publicUrl: { expiresAfter: 3600 } };
    const { providerMetadata } = await grok.image('grok-imagine-image').doGenerate(withOptions({ storage }));

    const [image] = providerMetadata['xai']?.images ?? [];
    expect(image).toMatchObject({ filename: 'cat.jpeg', fileId: expect.stringMatching(/^file_/) });
    expect(await grok.files.get(String(image?.['fileId']))).toMatchObject({
      expiresAt: image?.['expiresAt'],
      publicUrl: image?.['publicUrl'],
      publicUrlExpiresAt: image?.['publicUrlExpiresAt'],
    });
  });

  it('are delivered with a warning when storing fails', async () => {
    emulator.script({ backend: 'xai', storageError: 'Quota exceeded.' });

    const { images, warnings } = await grok
      .image('grok-imagine-image')
      .doGenerate(withOptions({ storage: { filename: 'cat.jpeg' } }));

    expect(images).toHaveLength(1);
    expect(warnings).toMatchObject([{ message: 'An image was made but not stored: Quota exceeded.' }]);
  });
});
