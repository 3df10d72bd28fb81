import { inspectImage } from '@grok-image/core';
import { createCanvas } from '@napi-rs/canvas';
import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/v4';
import { openFiles } from './files.ts';
import { openJournal } from './journal.ts';
import { createLibrary } from './library.ts';
import type { Line } from './lines.ts';

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'playground-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function made(id: string, changes: Partial<Line & { type: 'made' }> = {}): Line {
  return {
    type: 'made',
    id,
    press: id,
    at: '2026-11-29T12:00:00.000Z',
    service: 'xai',
    model: 'grok-imagine-image',
    prompt: 'A cat',
    n: 1,
    options: {},
    sources: [],
    reuse: false,
    ...changes,
  };
}

function ended(run: string, changes: Partial<Line & { type: 'ended' }> = {}): Line {
  const picture = { id: `${run}.0`, run, index: 0, file: `${run}.jpg`, sha256: run, mediaType: 'image/jpeg' };
  const size = { width: 1, height: 1, byteLength: 1, isReused: false, metadata: {} };
  const at = '2026-11-29T12:00:01.000Z';
  return {
    type: 'ended',
    id: run,
    at,
    state: 'done',
    pictures: [{ ...picture, ...size }],
    warnings: [],
    ...changes,
  };
}

const nowhere = { append: () => undefined };
const loud = (sentence: string): never => {
  throw new TypeError(sentence);
};

test('a line that broke off with the power costs no other line', async () => {
  const file = join(await makeFolder(), 'journal.jsonl');
  const first = openJournal(file);
  first.journal.append(made('a'));
  first.journal.close();
  await appendFile(file, '{"type":"made","id":"b"');
  const second = openJournal(file);
  second.journal.append(made('c'));
  second.journal.close();
  const { lines, broken, journal } = openJournal(file);
  journal.close();
  expect(lines.map(line => 'id' in line && line.id)).toEqual(['a', 'c']);
  expect(broken).toBe(1);
});

test('what a full disk takes half of is not there, and costs no other line', async () => {
  const file = join(await makeFolder(), 'journal.jsonl');
  const journal = new URL('journal.ts', import.meta.url).href;
  const line = JSON.stringify(made('a', { prompt: 'A cat'.repeat(100) }));
  const program = `
    const { openJournal } = await import('${journal}');
    const { journal } = openJournal('${file}');
    let count = 0;
    try {
      for (;; count++) journal.append(${line}, ${line});
    } catch (error) {
      console.log(JSON.stringify({ count, code: error.code }));
    }`;
  // A file that may not grow is what a disk is that may not be filled.
  const script = 'ulimit -f 8 && exec "$0" --conditions=@grok-image/source --input-type=module -e "$1"';
  const { stdout } = await promisify(execFile)('sh', ['-c', script, process.execPath, program]);
  const { count, code } = z.object({ count: z.number(), code: z.string() }).parse(JSON.parse(stdout));
  expect(code).toBe('EFBIG');
  const found = openJournal(file);
  found.journal.append(made('b'));
  found.journal.close();
  const { lines, broken, journal: last } = openJournal(file);
  last.close();
  expect(count).toBeGreaterThan(0);
  expect({ lines: lines.length, broken }).toEqual({ lines: 2 * count + 1, broken: 0 });
});

test('pictures come newest first, by prompt, service and model', () => {
  const lines = [made('a'), ended('a'), made('b', { prompt: 'A DOG', service: 'civitai' }), ended('b')];
  const library = createLibrary(lines, nowhere, loud);
  const found = (search: Parameters<typeof library.search>[0]) =>
    library.search(search).map(({ run }) => run.id);
  expect(found({})).toEqual(['b', 'a']);
  expect(found({ text: ' dog ' })).toEqual(['b']);
  expect(found({ service: 'xai' })).toEqual(['a']);
  expect(found({ model: 'other' })).toEqual([]);
});

test('a call that is collected later keeps what it had, and says no more that it failed', () => {
  const problem = { kind: 'timeout', what: '', money: '', advice: '', canCollect: true } as const;
  const failed = ended('a', { state: 'failed', pictures: [], problem });
  const library = createLibrary([made('a'), failed, ended('a', { cost: { usd: 0.02 } })], nowhere, loud);
  expect(library.run('a')).toMatchObject({ state: 'done', cost: { usd: 0.02 }, pictures: [{ id: 'a.0' }] });
  expect(library.run('a')?.problem).toBeUndefined();
});

test('a full disk stops a call that is about to be made, and none that is paid', () => {
  const full = {
    append() {
      throw new RangeError('ENOSPC: no space left');
    },
  };
  const said: string[] = [];
  const library = createLibrary([made('a')], full, sentence => said.push(sentence));
  expect(() => library.note(made('b'))).toThrow('ENOSPC');
  library.note(ended('a'));
  expect(library.run('a')?.state).toBe('done');
  expect(said).toEqual([expect.stringMatching(/ENOSPC.*known until the playground ends/)]);
});

test('a picture that the disk does not take is kept in memory, and that is said', async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, 'pictures'), 'a file in the place of the folder');
  const files = openFiles(folder);
  const { kept, problem } = await files.keep(Uint8Array.of(1, 2, 3));
  expect(problem).toMatch(/paid and kept in memory/);
  expect((await files.read(kept.file))?.bytes).toEqual(Uint8Array.of(1, 2, 3));
});

test('a thumbnail is made once, by whomever it is asked for first, and kept across restarts', async () => {
  const folder = await makeFolder();
  const image = new Uint8Array(await createCanvas(1200, 600).encode('png'));
  const files = openFiles(folder);
  const { kept } = await files.keep(image);
  const [first, second] = await Promise.all([files.thumbnail(kept.file), files.thumbnail(kept.file)]);
  expect(first?.mediaType).toBe('image/webp');
  expect(second).toBe(first);
  expect(inspectImage(first?.bytes ?? image)).toMatchObject({ width: 480, height: 240 });
  // Whatever becomes of the picture itself: nobody draws it again.
  await writeFile(join(folder, 'pictures', kept.file), 'gone');
  expect((await openFiles(folder).thumbnail(kept.file))?.bytes).toEqual(first?.bytes);
});
