import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { xaiImageOptionsSchema } from '@grok-image/xai';
import { expect, test } from 'vitest';
import { makeFolder } from '../test/folder.ts';
import type { InputLine } from './job-input.ts';
import { readJobs, type ReadJobsOptions } from './read-jobs.ts';

async function read(
  text: string,
  options: Partial<ReadJobsOptions> = {},
  name = 'jobs.csv',
): Promise<InputLine[]> {
  const from = join(makeFolder(), name);
  writeFileSync(from, text);
  const input = await readJobs({ from, ...options });
  const lines = [];
  for await (const line of input) lines.push(line);
  return lines;
}

test('a CSV has quoted fields with breaks in them, a byte order mark, and columns that are options', async () => {
  const text = '\uFEFFprompt,ratio,n,resolution\r\n"A cat,\r\nin a tree",16:9,2,2k\r\n\r\nA dog,,,\r\n';
  expect(await read(text, { options: xaiImageOptionsSchema })).toEqual([
    {
      line: 2,
      job: { prompt: 'A cat,\r\nin a tree', aspectRatio: '16:9', n: 2, options: { resolution: '2k' } },
    },
    { line: 5, job: { prompt: 'A dog' } },
  ]);
});

test.each([';', '\t'])('a CSV may have %j between its fields', async mark => {
  expect(await read(`prompt${mark}n\nA cat, a dog${mark}3\n`)).toEqual([
    { line: 2, job: { prompt: 'A cat, a dog', n: 3 } },
  ]);
});

test('a JSONL has an object a line', async () => {
  const text =
    '{"prompt":"A cat","options":{"resolution":"2k"},"images":["cat.png"]}\n\n{"prompt":"A dog","resolution":"1k"}\n';
  expect(await read(text, { options: xaiImageOptionsSchema }, 'jobs')).toEqual([
    { line: 1, job: { prompt: 'A cat', options: { resolution: '2k' }, images: ['cat.png'] } },
    { line: 3, job: { prompt: 'A dog', options: { resolution: '1k' } } },
  ]);
});

test('templates are filled from columns, and names are paths', async () => {
  const options = { prompt: 'A {animal} in a {place}', name: '{place}/{animal}-{line}', defaults: { n: 2 } };
  expect(await read('animal,place,prompt\nBig Cat!,tree,\ndog,house,A dog\nfox,,\n', options)).toEqual([
    { line: 2, job: { prompt: 'A Big Cat! in a tree', name: 'tree/big-cat-2', n: 2 } },
    { line: 3, job: { prompt: 'A dog', name: 'house/dog-3', n: 2 } },
    {
      line: 4,
      problem: expect.stringContaining('Line 4: Invalid place: got no value. Accepted: a column place'),
    },
  ]);
});

test.each([
  ['prompt,n\nA cat,0\n', 'Line 2: Invalid n: got '],
  ['prompt,n\nA cat\n', 'Line 2: It has 1 fields, and the first line names 2.'],
  ['prompt,promt\nA cat,A dog\n', 'Line 2: Invalid promt: got an unknown column. Accepted: prompt, model, n'],
  ['prompt,resolution\nA cat,9k\n', 'Line 2: Invalid options.resolution: got '],
  ['prompt,name\nA cat,../../etc/passwd\n', 'Line 2: Invalid name: got '],
  ['prompt,name\nA cat,.grok-image/journal\n', 'Line 2: Invalid name: got '],
  ['prompt,ratio\nA cat,wide\n', 'Line 2: Invalid aspectRatio: got '],
  ['n\n3\n', 'Line 2: Invalid prompt: got none. Accepted: a column prompt, a template, or source images'],
])('%j is told by its line and its field', async (text, problem) => {
  expect(await read(text, { options: xaiImageOptionsSchema })).toEqual([
    { line: 2, problem: expect.stringContaining(problem) },
  ]);
});

test.each([
  ['{"prompt":"A cat"', 'Line 1: It is no JSON ('],
  ['["A cat"]', 'Line 1: It is no JSON object, e.g. {"prompt": "A cat in a tree"}.'],
  ['{"prompt":"A cat","seed":-1}', 'Line 1: Invalid seed: got '],
])('%s is no line of a JSONL', async (text, problem) => {
  expect(await read(text, {}, 'jobs.jsonl')).toEqual([
    { line: 1, problem: expect.stringContaining(problem) },
  ]);
});

test('a file that is not written in UTF-8 is none', async () => {
  const from = join(makeFolder(), 'jobs.csv');
  writeFileSync(from, Buffer.from('\uFEFFprompt\nA cat\n', 'utf16le'));
  await expect(readJobs({ from })).rejects.toThrow(
    'it is written in UTF-16. Save it as UTF-8. Nothing was sent.',
  );
  writeFileSync(from, Buffer.from('prompt\nCaf\xE9\n', 'latin1'));
  const [line] = await collectLines(from);
  expect(line).toEqual({ line: 2, problem: 'Line 2: It is not written in UTF-8.' });
});

async function collectLines(from: string): Promise<InputLine[]> {
  const lines = [];
  for await (const line of await readJobs({ from })) lines.push(line);
  return lines;
}

test('a file that is not there is told before anything is sent', async () => {
  await expect(readJobs({ from: 'nowhere.csv' })).rejects.toThrow(
    /^Failed to read nowhere\.csv: ENOENT.* Nothing was sent\.$/,
  );
});

test('a stream is read as often as it is asked for, and is gone when it is closed', async () => {
  const input = await readJobs({ from: Readable.from(['prompt\nA c', 'at\n']) });
  for (let round = 0; round < 2; round++) {
    const lines = [];
    for await (const line of input) lines.push(line);
    expect(lines).toEqual([{ line: 2, job: { prompt: 'A cat' } }]);
  }
  await input.close();
  await expect(input[Symbol.asyncIterator]().next()).rejects.toThrow('ENOENT');
});
