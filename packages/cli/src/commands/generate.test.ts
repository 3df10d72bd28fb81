import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ended, objectsOf, openPlace, type Place } from '../test/command.ts';

/** The pictures of a folder, in the order of their names. */
async function picturesOf(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter(name => /\.(?:jpg|png)$/.test(name)).toSorted();
}

const bills = ({ emulator }: Place) => emulator.ledger.map(({ images }) => images);

it('writes pictures with the extension of their bytes, and a .json beside each', async () => {
  const place = await openPlace();
  const { code, output, errors } = await place.run(
    'generate',
    'A cat in a tree',
    '-n',
    '2',
    '--ratio',
    '16:9',
  );
  expect({ code, output }).toEqual({
    code: 0,
    output: expect.stringMatching(
      /^a-cat-in-a-tree-\w+-1\.jpg  1280 x 720  0\.04 USD\na-cat-in-a-tree-\w+-2\.jpg  1280 x 720\n$/,
    ),
  });
  expect(errors).toMatch(/^2 images, 0\.04 USD, \d+ s\n$/);
  const [first = '', second = ''] = await picturesOf(place.folder);
  expect(second).not.toBe('');
  const bytes = await readFile(path.join(place.folder, first));
  expect(bytes.subarray(0, 3).toString('hex')).toBe('ffd8ff');
  const about: unknown = JSON.parse(await readFile(path.join(place.folder, `${first}.json`), 'utf8'));
  expect(about).toMatchObject({
    prompt: 'A cat in a tree',
    modelId: 'grok-imagine-image',
    cost: { usd: 0.04 },
    width: 1280,
  });
  expect(bills(place)).toEqual([2]);
});

it('overwrites nothing, and makes more images than one request takes by several', async () => {
  const place = await openPlace();
  await writeFile(path.join(place.folder, 'cat.jpg'), 'mine');
  await writeFile(path.join(place.folder, 'index.html'), 'mine');
  expect(await place.run('generate', 'A cat', '--name', 'cat')).toMatchObject({
    code: 0,
    output: /^cat-2\.jpg/,
  });
  for (const name of ['cat.jpg', 'index.html']) {
    expect(await readFile(path.join(place.folder, name), 'utf8')).toBe('mine');
  }
  const { code, output } = await place.run('generate', 'A cat', '-n', '12', '--out', 'many', '--json');
  expect(objectsOf(output).at(-1)).toMatchObject({
    type: 'summary',
    images: 12,
    jobs: 2,
    cost: { usd: 0.24 },
  });
  expect(code).toBe(0);
  expect(await picturesOf(path.join(place.folder, 'many'))).toHaveLength(12);
  expect(bills(place).toSorted()).toEqual([1, 10, 2]);
});

it('changes a picture, with the options of the model', async () => {
  const place = await openPlace();
  await place.run('generate', 'A cat', '--name', 'cat', '--service', 'civitai', '--output-format', 'png');
  expect(await picturesOf(place.folder)).toEqual(['cat.png']);
  const { code } = await place.run('generate', 'Snow', '--edit', 'cat.png', '--name', 'snow');
  expect(code).toBe(0);
  expect(await picturesOf(place.folder)).toEqual(['cat.png', 'snow.jpg']);
  expect(place.emulator.requests.filter(({ method }) => method === 'POST').at(-1)?.path).toMatch(/edits$/);
});

it('ends with 3 when all are refused, 4 when some are, and 1 when it failed', async () => {
  const place = await openPlace();
  place.emulator.script({ moderate: 'refuse', backend: 'xai' });
  expect(await place.run('generate', 'A cat')).toMatchObject({ code: 3, output: '', errors: /refused: / });
  place.emulator.script({ moderate: 'flag', backend: 'xai', items: [1] });
  const partly = await place.run('generate', 'A cat', '-n', '3', '--json', '--out', 'partly');
  expect(objectsOf(partly.output).at(-1)).toMatchObject({ type: 'summary', images: 2, missing: 1 });
  expect(partly.code).toBe(4);
  place.emulator.script({ status: 500, backend: 'xai' });
  const failed = await place.run('generate', 'A cat', '--json');
  expect(objectsOf(failed.output).at(-1)).toMatchObject({ type: 'summary', images: 0, done: 0 });
  expect(failed.code).toBe(1);
});

it('sends nothing that would cost more than its budget', async () => {
  const place = await openPlace();
  const { code, errors } = await place.run('generate', 'A cat', '-n', '4', '--budget', '0.05');
  expect(errors).toContain('The budget of 0.05 USD does not allow for more');
  expect(code).toBe(1);
  expect(bills(place)).toEqual([]);
});

it('shows the exact request and its price, and sends nothing', async () => {
  const place = await openPlace();
  const dry = await place.run('generate', 'A cat', '-n', '2', '--dry-run', '--json');
  const [request, price] = objectsOf(dry.output);
  expect(price).toEqual({ type: 'price', cost: { usd: 0.04 }, images: 2, unpriced: 0 });
  expect(place.emulator.requests).toEqual([]);
  expect(JSON.stringify(request)).not.toContain(place.emulator.xai.apiKey);
  await place.run('generate', 'A cat', '-n', '2');
  const [sent] = place.emulator.requests;
  expect(request).toMatchObject({ type: 'request', method: 'POST', body: sent?.body });
  expect(await readdir(place.folder)).toContain('.grok-image');
  expect((await place.run('generate', 'A cat', '--service', 'civitai', '--dry-run')).output).toMatch(
    /"prompt": "A cat"[^]*Price of 1 image: 26 Buzz\. Nothing was sent\.\n$/,
  );
});

it('finishes after one Ctrl-C what is paid', async () => {
  const place = await openPlace({ deferredMs: 1500 });
  const child = place.start('generate', 'A cat', '--name', 'cat');
  await expect.poll(() => place.emulator.ledger).toHaveLength(1);
  child.kill('SIGINT');
  const { code, errors } = await ended(child);
  expect(errors).toContain('what is paid of 1 image is fetched. Ctrl-C again stops now.');
  expect(code).toBe(0);
  expect(await picturesOf(place.folder)).toEqual(['cat.jpg']);
});

it('stops after two, and collect fetches what was paid', async () => {
  const place = await openPlace({ deferredMs: 3000 });
  const child = place.start('generate', 'A cat', '--name', 'cat');
  const all = ended(child);
  await expect.poll(() => journalOf(place)).toContain('"submitted"');
  child.kill('SIGINT');
  // It is heard once it was answered.
  await once(child.stderr, 'data');
  child.kill('SIGINT');
  const { code, errors } = await all;
  expect(errors).toContain('What is paid is fetched by: grok-image collect --out .');
  expect(code).toBe(130);
  expect(await place.run('collect')).toMatchObject({ code: 0, output: /^cat\.jpg/ });
  expect(bills(place)).toEqual([1]);
});

it('loses nothing when it is killed: collect fetches it', async () => {
  const place = await openPlace({ deferredMs: 1000 });
  const child = place.start('generate', 'A cat', '--name', 'cat');
  await expect.poll(() => journalOf(place)).toContain('"submitted"');
  child.kill('SIGKILL');
  await ended(child);
  expect(await place.run('collect')).toMatchObject({ code: 0, output: /^cat\.jpg/ });
  expect(bills(place)).toEqual([1]);
});

/** What was written down so far. */
async function journalOf({ folder }: Place): Promise<string> {
  const file = path.join(folder, '.grok-image', 'journal.jsonl');
  return readFile(file, 'utf8').catch(() => '');
}
