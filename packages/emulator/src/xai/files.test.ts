import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningEmulator, startEmulator } from '../emulator.ts';
import { type Client, createClient } from '../../test/client.ts';

const prompt = 'A cat in a tree';

let now = 0;
let emulator: RunningEmulator;
let client: Client;

beforeEach(async () => {
  now = 1_800_000_000_000;
  emulator = await startEmulator({ rateLimit: false, now: () => now });
  client = createClient(emulator.xai);
});
afterEach(() => emulator.close());

async function upload(fields: readonly (readonly [string, string | Blob])[]): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  const { baseURL, apiKey } = emulator.xai;
  return fetch(`${baseURL}/files`, { method: 'POST', body, headers: { authorization: `Bearer ${apiKey}` } });
}

test('a generated image is stored, and an edit can use it by its id', async () => {
  const storage_options = { filename: 'cat.jpeg', expires_after: 3600, public_url: true };
  const { data } = await client.images('/images/generations', { prompt, n: 2, storage_options });
  expect(data.map(item => item.file_output)).toMatchObject([
    { file_id: expect.stringMatching(/^file_/), filename: 'cat-1.jpeg', expires_at: now / 1000 + 3600 },
    { filename: 'cat-2.jpeg', public_url: expect.stringContaining('/public/') },
  ]);
  const shown = await fetch(String(data[1]?.file_output?.['public_url']));
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  const image = { file_id: data[0]?.file_output?.['file_id'] };
  await expect(client.images('/images/edits', { prompt: 'Night', image })).resolves.toBeDefined();
  now += 3_600_000;
  expect(await client.post('/images/edits', { prompt: 'Night', image })).toMatchObject({ status: 404 });
});

test('a storage failure does not lose the image', async () => {
  emulator.script({ storageError: 'quota exceeded' });
  const { data } = await client.images('/images/generations', {
    prompt,
    storage_options: { filename: 'a.jpeg' },
  });
  expect(data).toMatchObject([{ url: expect.any(String), storage_error: 'quota exceeded' }]);
});

test('an upload can be listed, read, published, revoked and deleted', async () => {
  const response = await upload([
    ['purpose', 'assistants'],
    ['file', new File(['hello'], 'hello.txt')],
  ]);
  const file: unknown = await response.json();
  expect(file).toMatchObject({ object: 'file', bytes: 5, filename: 'hello.txt', purpose: 'assistants' });
  const id = typeof file === 'object' && file !== null && 'id' in file ? String(file.id) : '';
  expect((await client.get('/files')).body).toEqual({ data: [file], pagination_token: expect.any(String) });
  expect((await client.get(`/files/${id}/content`)).body).toBe('hello');
  const published = (await client.post(`/files/${id}/public-url`, '')).body;
  expect(published).toEqual({ public_url: expect.stringContaining(emulator.url) });
  expect((await client.post(`/files/${id}/public-url/revoke`, '')).body).toEqual({
    id,
    revoked: true,
    public_url: expect.stringContaining('/public/'),
  });
  expect((await client.post(`/files/${id}/public-url/revoke`, '')).body).toEqual({ id, revoked: false });
  const { baseURL, apiKey } = emulator.xai;
  await fetch(`${baseURL}/files/${id}`, { method: 'DELETE', headers: { authorization: `Bearer ${apiKey}` } });
  expect(await client.get(`/files/${id}`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
});

test('the purpose may stand behind the file, as the client of OpenAI puts it', async () => {
  const response = await upload([
    ['file', new File(['hello'], 'hello.txt')],
    ['purpose', 'assistants'],
  ]);
  expect(await response.json()).toMatchObject({ bytes: 5, purpose: 'assistants' });
});

test('a lifetime behind the file is refused, as is a body that is not multipart', async () => {
  for (const name of ['expires_after', 'expires_after[seconds]']) {
    const response = await upload([
      ['file', new File(['hello'], 'hello.txt')],
      [name, '3600'],
    ]);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: expect.stringContaining('`expires_after`') });
  }
  expect(await client.post('/files', '{}')).toMatchObject({ status: 415 });
  const wrongAnchor = await upload([
    ['expires_after[anchor]', 'now'],
    ['expires_after[seconds]', '3600'],
    ['file', new File(['hello'], 'hello.txt')],
  ]);
  expect(wrongAnchor.status).toBe(400);
});

test('files of one key are invisible to another', async () => {
  await upload([['file', new File(['hello'], 'hello.txt')]]);
  const stranger = createClient({ ...emulator.xai, apiKey: 'xai-somebody-else' });
  expect((await stranger.get('/files')).body).toMatchObject({ data: [] });
});

test('a file that expires says when, by either way to ask for it', async () => {
  const file = new File(['hello'], 'hello.txt');
  const plain = await upload([
    ['expires_after', '3600'],
    ['file', file],
  ]);
  const anchored = await upload([
    ['expires_after[anchor]', 'created_at'],
    ['expires_after[seconds]', '7200'],
    ['file', file],
  ]);
  expect(await plain.json()).toMatchObject({ expires_at: now / 1000 + 3600 });
  expect(await anchored.json()).toMatchObject({ expires_at: now / 1000 + 7200 });
});

test('a file over 50 MB is a 413', async () => {
  const response = await upload([['file', new File([new Uint8Array(50 * 1024 * 1024 + 1)], 'big.jsonl')]]);
  expect(response.status).toBe(413);
});

test('content is the original, or the text of a document', async () => {
  const text = await fileId(await upload([['file', new File(['héllo'], 'a.txt', { type: 'text/plain' })]]));
  expect((await client.get(`/files/${text}/content`)).headers.get('content-type')).toBe(
    'application/octet-stream',
  );
  expect((await client.get(`/files/${text}/content?format=text`)).body).toBe('héllo');
  expect((await client.get(`/files/${text}/content?format=pdf`)).status).toBe(400);
  const image = await fileId(await upload([['file', new File(['x'], 'a.png', { type: 'image/png' })]]));
  expect((await client.get(`/files/${image}/content?format=text`)).status).toBe(400);
});

test.each([
  ['PUT', '/files'],
  ['PATCH', '/files/some'],
  ['DELETE', '/files/some/content'],
])('%s %s is an empty 405', async (method, path) => {
  const { baseURL, apiKey } = emulator.xai;
  const response = await fetch(baseURL + path, { method, headers: { authorization: `Bearer ${apiKey}` } });
  expect([response.status, await response.text()]).toEqual([405, '']);
});

describe('a public link', () => {
  const names = ['1.txt', '2.txt', '3.txt'];

  async function publishAll(): Promise<{ ids: string[]; statuses: number[] }> {
    const ids: string[] = [];
    for (const name of names) ids.push(await fileId(await upload([['file', new File(['x'], name)]])));
    const replies = [];
    for (const id of ids) replies.push(await client.post(`/files/${id}/public-url`, {}));
    return { ids, statuses: replies.map(reply => reply.status) };
  }

  test('beyond the quota is a 429, and counts again once another is revoked', async () => {
    await emulator.close();
    emulator = await startEmulator({ publicUrlQuota: 2, now: () => now });
    client = createClient(emulator.xai);
    const { ids, statuses } = await publishAll();
    expect(statuses).toEqual([200, 200, 429]);
    expect((await client.post(`/files/${ids[0]}/public-url`, {})).status).toBe(200);
    expect((await client.post(`/files/${ids[2]}/public-url`, {})).body).toMatchObject({
      code: 'resource-exhausted',
    });
    const storage_options = { filename: 'cat.jpeg', public_url: true };
    const { data } = await client.images('/images/generations', { prompt, storage_options });
    expect(data[0]?.file_output).toEqual({
      file_id: expect.any(String),
      filename: 'cat.jpeg',
      public_url_error: expect.stringContaining('2 active public URLs'),
    });
    await client.post(`/files/${ids[0]}/public-url/revoke`, '');
    expect((await client.post(`/files/${ids[2]}/public-url`, {})).status).toBe(200);
  });

  test('ends when it is told to, or with its file', async () => {
    const id = await fileId(
      await upload([
        ['expires_after', '7200'],
        ['file', new File(['x'], 'x.txt')],
      ]),
    );
    const link = async (body: object): Promise<unknown> =>
      (await client.post(`/files/${id}/public-url`, body)).body;
    expect(await link({ expires_after: 3600 })).toMatchObject({ expires_at: now / 1000 + 3600 });
    expect(await link({ expires_after: 86_400 })).toMatchObject({ expires_at: now / 1000 + 7200 });
    expect(await link({ expires_after: 60 })).toMatchObject({ code: 'invalid-argument' });
    expect(await link({ expires_after: 'soon' })).toContain('Failed to deserialize');
    now += 7_200_000;
    expect((await client.get(`/files/${id}`)).status).toBe(404);
  });
});

async function fileId(response: Response): Promise<string> {
  const file: unknown = await response.json();
  return typeof file === 'object' && file !== null && 'id' in file ? String(file.id) : '';
}
