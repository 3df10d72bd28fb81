import { expect, it } from 'vitest';
import { createGrok } from '../index.ts';
import { collect } from '../test/collect.ts';
import { errorOf } from '../test/call.ts';
import { startServer } from '../test/server.ts';

/** A server whose list comes in pages, each of which names the next one. */
async function pagesOf(field: string, ...pages: unknown[][]) {
  return startServer(({ path }) => {
    const index = Number(new URL(path, 'http://localhost').searchParams.get('pagination_token') ?? 0);
    const isLast = index >= pages.length - 1;
    return { body: { [field]: pages[index] ?? [], pagination_token: isLast ? null : String(index + 1) } };
  });
}

it('files are listed though one has no id, and pages are short or empty', async () => {
  const { access, received } = await pagesOf(
    'data',
    [{ id: 'file_1' }, { filename: 'nameless.jpg' }, null, 7],
    [],
    [{ id: 'file_2', filename: 'cat.jpg' }],
  );

  const files = await collect(createGrok(access).files.list({ pageSize: 100 }));

  expect(files).toMatchObject([{ id: 'file_1' }, { id: 'file_2', filename: 'cat.jpg' }]);
  expect(received).toHaveLength(3);
});

it('batches are listed though one has no id', async () => {
  const { access } = await pagesOf(
    'batches',
    [{ name: 'nameless' }, { batch_id: 'batch_1' }],
    [null, { batch_id: 'batch_2' }],
  );
  expect(await collect(createGrok(access).batch.list())).toMatchObject([
    { id: 'batch_1' },
    { id: 'batch_2' },
  ]);
});

it('requests of a batch are not, as one without an id would be taken for missing and sent again', async () => {
  const { access } = await pagesOf('batch_request_metadata', [{ state: 'pending' }]);

  const error = await errorOf(collect(createGrok(access).batch.requests('batch_1')));

  expect(error.message).toContain('batch_request_id is not as documented');
});
