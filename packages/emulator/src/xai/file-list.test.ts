import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningEmulator, startEmulator } from '../emulator.ts';
import { type Client, createClient } from '../../test/client.ts';

let now = 1_800_000_000_000;
let emulator: RunningEmulator;
let client: Client;

beforeAll(async () => {
  emulator = await startEmulator({ now: () => now });
  client = createClient(emulator.xai);
  await upload('b.jsonl', 'application/jsonl', 'batch', 30);
  await upload('c.png', 'image/png', 'assistants', 10);
  now += 1000;
  await upload('a.png', 'image/png', 'assistants', 20);
});
afterAll(() => emulator.close());

async function upload(name: string, type: string, purpose: string, size: number): Promise<void> {
  const form = new FormData();
  form.append('purpose', purpose);
  form.append('file', new File([new Uint8Array(size)], name, { type }));
  const { baseURL, apiKey } = emulator.xai;
  await fetch(`${baseURL}/files`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${apiKey}` },
  });
}

interface Page {
  readonly data: readonly { readonly id: string; readonly filename: string }[];
  readonly pagination_token: string;
}

async function list(query: string): Promise<Page> {
  const { body } = await client.get(`/files?${query}`);
  if (!isPage(body)) throw new TypeError(`Failed to list files: ${JSON.stringify(body)}.`);
  return body;
}

function isPage(body: unknown): body is Page {
  return typeof body === 'object' && body !== null && 'data' in body && 'pagination_token' in body;
}

test.each([
  ['', ['a.png', 'c.png', 'b.jsonl']],
  ['order=asc', ['b.jsonl', 'c.png', 'a.png']],
  ['sort_by=filename&order=asc', ['a.png', 'b.jsonl', 'c.png']],
  ['sort_by=size', ['b.jsonl', 'a.png', 'c.png']],
  ['limit=1', ['a.png']],
  ['limit=5000', ['a.png', 'c.png', 'b.jsonl']],
  ['filter=content_type%20=%20%22image/png%22', ['a.png', 'c.png']],
  ['filter=purpose=assistants%20AND%20size>=20', ['a.png']],
  ['filter=filename:%22.png%22%20AND%20bytes<20', ['c.png']],
  [`filter=created_at>${now / 1000}`, ['a.png']],
])('the list with “%s” is %o', async (query, names) => {
  expect((await list(query)).data.map(file => file.filename)).toEqual(names);
});

test('pages follow one another, and stay where they are when a file is deleted', async () => {
  const first = await list('sort_by=filename&order=asc&limit=2');
  const { baseURL, apiKey } = emulator.xai;
  const headers = { authorization: `Bearer ${apiKey}` };
  await upload('b2.txt', 'text/plain', '', 1);
  const [extra] = (await list('filter=filename=b2.txt')).data;
  await fetch(`${baseURL}/files/${extra?.id}`, { method: 'DELETE', headers });
  const token = encodeURIComponent(first.pagination_token);
  const second = await list(`sort_by=filename&order=asc&limit=2&pagination_token=${token}`);
  expect(second.data.map(file => file.filename)).toEqual(['c.png']);
  const end = encodeURIComponent(second.pagination_token);
  expect(await list(`sort_by=filename&order=asc&limit=2&pagination_token=${end}`)).toEqual({
    data: [],
    pagination_token: second.pagination_token,
  });
});

test('a page can start after a file', async () => {
  const [first] = (await list('')).data;
  expect((await list(`after=${first?.id}`)).data.map(file => file.filename)).toEqual(['c.png', 'b.jsonl']);
});

test.each([
  'limit=many',
  'order=up',
  'sort_by=colour',
  'pagination_token=7',
  'after=file_nope',
  'filter=colour=red',
  'filter=size%20is%2020',
])('the query %s is refused', async query => {
  expect(await client.get(`/files?${query}`)).toMatchObject({
    status: 400,
    body: { code: 'invalid-argument' },
  });
});
