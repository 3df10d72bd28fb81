import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningEmulator, startEmulator } from '../emulator.ts';
import { type Client, createClient } from '../testing.ts';

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
  expect((await client.get('/files')).body).toEqual({ data: [file], pagination_token: '100' });
  expect((await client.get(`/files/${id}/content`)).body).toBe('hello');
  const published = (await client.post(`/files/${id}/public-url`, '')).body;
  expect(published).toEqual({ public_url: expect.stringContaining(emulator.url) });
  expect((await client.post(`/files/${id}/public-url/revoke`, '')).body).toEqual({ id, revoked: true });
  const { baseURL, apiKey } = emulator.xai;
  await fetch(`${baseURL}/files/${id}`, { method: 'DELETE', headers: { authorization: `Bearer ${apiKey}` } });
  expect(await client.get(`/files/${id}`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
});

test('fields after the file are refused, as is a body that is not multipart', async () => {
  const response = await upload([
    ['file', new File(['hello'], 'hello.txt')],
    ['purpose', 'assistants'],
  ]);
  expect(response.status).toBe(400);
  expect(await client.post('/files', '{}')).toMatchObject({ status: 415 });
});

test('files of one key are invisible to another', async () => {
  await upload([['file', new File(['hello'], 'hello.txt')]]);
  const stranger = createClient({ ...emulator.xai, apiKey: 'xai-somebody-else' });
  expect((await stranger.get('/files')).body).toMatchObject({ data: [] });
});
