import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ended, objectsOf, openPlace, type Place } from '../test/command.ts';

const three = 'prompt,name,quality\nA cat,cat,low\n"A dog, wet",dog,medium\nA fox,fox,low\n';
const model = ['--model', 'grok-imagine-image-2.0', '--out', 'zoo'];

async function openWith(lines: string, ...options: Parameters<typeof openPlace>): Promise<Place> {
  const place = await openPlace(...options);
  await writeFile(path.join(place.folder, 'zoo.csv'), lines);
  return place;
}

const journalOf = ({ folder }: Place) =>
  readFile(path.join(folder, 'zoo', '.grok-image', 'journal.jsonl'), 'utf8').catch(() => '');

const pictures = async ({ folder }: Place) =>
  (await readdir(path.join(folder, 'zoo'))).filter(name => name.endsWith('.jpg')).toSorted();

it('makes the images of a file once, and sends what is added to it', async () => {
  const place = await openWith(three);
  const first = await place.run('bulk', 'zoo.csv', ...model);
  expect(first.errors).toContain('grok-imagine-image-2.0: never billed twice');
  expect(first.errors).toMatch(/^3 images, 3 of 3 jobs done, 0\.14 USD, /m);
  expect(first.code).toBe(0);
  expect(await pictures(place)).toEqual(['cat.jpg', 'dog.jpg', 'fox.jpg']);
  expect(await readFile(path.join(place.folder, 'zoo', 'index.html'), 'utf8')).toContain('cat.jpg');
  await appendFile(path.join(place.folder, 'zoo.csv'), 'A hen,hen,low\n');
  const second = await place.run('bulk', 'zoo.csv', ...model, '--json');
  expect(objectsOf(second.output).filter(({ type }) => type === 'result')).toHaveLength(1);
  expect(place.emulator.ledger).toHaveLength(4);
  const status = await place.run('status', '--out', 'zoo', '--json', '--list', 'done');
  expect(objectsOf(status.output)).toHaveLength(5);
  expect(objectsOf(status.output).at(-1)).toMatchObject({ type: 'summary', done: 4, images: 4 });
  expect(status.code).toBe(0);
  // Other flags would pay for all of it again.
  const other = await place.run('bulk', 'zoo.csv', ...model, '--resolution', '2k');
  expect(other.code).toBe(2);
  expect(place.emulator.ledger).toHaveLength(4);
});

it('names bad lines before anything is sent, and passes over them when it is told to', async () => {
  const place = await openWith('prompt,name,quality\nA cat,cat,low\nA dog,dog,hgih\n');
  const { code, errors } = await place.run('bulk', 'zoo.csv', ...model);
  expect(errors).toMatch(/[Ll]ine 3[^]*quality[^]*hgih/);
  expect(code).toBe(2);
  expect(place.emulator.requests).toEqual([]);
  expect((await place.run('bulk', 'zoo.csv', ...model, '--skip-bad')).code).toBe(0);
  expect(await pictures(place)).toEqual(['cat.jpg']);
  const missing = await place.run('bulk', 'zoa.csv');
  expect(missing).toMatchObject({ code: 2, errors: expect.stringContaining('Invalid file: got "zoa.csv".') });
});

it('shows the first request and the price of all, and stops at its budget', async () => {
  const place = await openWith(three);
  const dry = await place.run('bulk', 'zoo.csv', ...model, '--dry-run', '--json');
  expect(objectsOf(dry.output)).toMatchObject([
    { type: 'request', body: { prompt: 'A cat', quality: 'low' } },
    { type: 'price', images: 3, cost: { usd: 0.14 } },
  ]);
  expect(place.emulator.requests).toEqual([]);
  const { code, errors } = await place.run('bulk', 'zoo.csv', ...model, '--budget', '0.11');
  expect(errors).toContain('Stopped: The budget of 0.11 USD does not allow for more');
  expect(errors).toContain('The same command goes on from here.');
  expect(code).toBe(4);
  expect(place.emulator.ledger).toHaveLength(2);
});

it('asks again for what is missing, when somebody has seen what it costs', async () => {
  const place = await openWith('prompt,name,n\nA cat,cat,3\n');
  place.emulator.script({ moderate: 'flag', backend: 'xai', items: [1] });
  expect((await place.run('bulk', 'zoo.csv', '--out', 'zoo')).code).toBe(4);
  const asked = await place.run('retry', '--missing', '--out', 'zoo');
  expect(asked.output).toContain('1 job, 1 image, for up to 0.02 USD');
  expect(asked.errors).toContain('Invalid --yes: got nothing. Accepted: --yes, as nobody is here to ask.');
  expect(asked.code).toBe(2);
  expect(place.emulator.ledger).toHaveLength(1);
  const sent = await place.run('retry', '--missing', '--out', 'zoo', '--yes');
  expect(sent.errors).toMatch(/^3 images, /m);
  expect(await pictures(place)).toHaveLength(3);
  expect(place.emulator.ledger).toHaveLength(2);
});

it('goes on after kill -9 where it ended, and after Ctrl-C fetches what is paid', async () => {
  const lines = Array.from({ length: 8 }, (_, index) => `A cat ${index},cat-${index}`);
  const place = await openWith(['prompt,name', ...lines, ''].join('\n'), { deferredMs: 1500 });
  const args = ['bulk', 'zoo.csv', '--out', 'zoo', '--concurrency', '2'];
  const killed = place.start(...args);
  // What is killed before its id is written down is unknown, and nothing can be done about it.
  await expect.poll(async () => (await journalOf(place)).split('"submitted"')).toHaveLength(3);
  killed.kill('SIGKILL');
  await ended(killed);
  const stopped = place.start(...args, '--json');
  await expect.poll(() => place.emulator.ledger.length).toBeGreaterThan(3);
  stopped.kill('SIGINT');
  const { code, output, errors } = await ended(stopped);
  expect(errors).toContain('Nothing more is sent; what is paid is fetched. Ctrl-C again stops now.');
  const summary = objectsOf(output).at(-1);
  expect(summary).toMatchObject({ type: 'summary', running: 0, images: place.emulator.ledger.length });
  expect(code).toBe(4);
  expect((await place.run(...args)).code).toBe(0);
  expect(place.emulator.ledger).toHaveLength(8);
  expect(await pictures(place)).toHaveLength(8);
});

it('puts jobs into the batches of a service, each of which is billed once', async () => {
  const place = await openWith('prompt,name\nA cat,cat\nA dog,dog\n', { batch: { waitMs: 500 } });
  const { code, errors } = await place.run('bulk', 'zoo.csv', '--batch', '--out', 'zoo');
  expect(errors).toContain('grok-imagine-image: never lost; billed twice only if the list of the batch lags');
  expect(errors).toMatch(/^2 images, 2 of 2 jobs done, 0\.04 USD, /m);
  expect(code).toBe(0);
  expect(await pictures(place)).toEqual(['cat.jpg', 'dog.jpg']);
  expect(place.emulator.ledger).toHaveLength(2);
  expect(place.emulator.requests.filter(({ path: at }) => at.endsWith('/v1/batches'))).toHaveLength(1);
  expect(await place.run('bulk', 'zoo.csv', '--batch', '--out', 'zoo')).toMatchObject({ code: 0 });
  expect(place.emulator.ledger).toHaveLength(2);
});
