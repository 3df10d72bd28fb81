import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../test/folder.ts';
import { recordOf } from '../test/record.ts';
import { createGroupWriter, type AppendedFile } from './group-writer.ts';
import { openJournal, readJournal, type Journal } from './journal.ts';

async function all(journal: Pick<Journal, 'records'>): Promise<unknown[]> {
  const found = [];
  for await (const record of journal.records()) found.push(record);
  return found;
}

test('the last record of each job is known, in the order in which they came', async () => {
  const out = makeFolder();
  const journal = await openJournal(out);
  await Promise.all([journal.write(recordOf('a')), journal.write(recordOf('b'))]);
  await journal.write(recordOf('a', { state: 'done', cost: { usd: 0.02 } }));
  expect(await all(journal)).toMatchObject([
    { state: 'done', job: { prompt: 'a' }, cost: { usd: 0.02 } },
    { state: 'sending', job: { prompt: 'b' } },
  ]);
  await journal.close();

  const again = await openJournal(out);
  expect(again.stateOf(recordOf('a').key)).toBe('done');
  expect(again.stateOf(recordOf('c').key)).toBeUndefined();
  expect(await again.read(recordOf('b').key)).toEqual(recordOf('b'));
  await again.close();
});

test('a line that was torn is read over, at the end and in the middle', async () => {
  const out = makeFolder();
  const journal = await openJournal(out);
  await journal.write(recordOf('a', { state: 'done' }));
  await journal.close();
  const file = join(out, '.grok-image/journal.jsonl');
  appendFileSync(file, readFileSync(file, 'utf8').slice(0, 100));

  const again = await openJournal(out);
  await again.write(recordOf('b'));
  expect(await all(again)).toMatchObject([{ state: 'done' }, { job: { prompt: 'b' } }]);
  await again.close();
  appendFileSync(file, `{"key":"${recordOf('a').key}","state":"done","torn\n`);
  const seen = [];
  for await (const { job } of readJournal(out)) seen.push(job.prompt);
  // What stood before it holds.
  expect(seen).toEqual(['a', 'b']);
});

test('a prompt of many bytes and of any letters comes back', async () => {
  const journal = await openJournal(makeFolder());
  const prompt = 'Eine Katze 🐈 ”im“ Baum\n'.repeat(500);
  await journal.write(recordOf('a', { job: { prompt } }));
  expect((await journal.read(recordOf('a').key))?.job.prompt).toBe(prompt);
  await journal.close();
});

/** A file whose disk has room for so many bytes. */
function fileWithRoom(room: number): AppendedFile & { readonly text: string; readonly flushes: number } {
  const file = {
    text: '',
    flushes: 0,
    async write(bytes: Buffer, from: number, _length: unknown, position: number) {
      const free = Math.min(bytes.byteLength - from, room - position);
      if (free <= 0) throw Object.assign(new RangeError('no space left'), { code: 'ENOSPC' });
      file.text = file.text.slice(0, position) + bytes.toString('utf8', from, from + free);
      return { bytesWritten: free, buffer: bytes };
    },
    async datasync() {
      file.flushes++;
    },
    async truncate(length: number) {
      file.text = file.text.slice(0, length);
    },
  };
  return file;
}

test('lines that wait share a flush, and each learns where it stands', async () => {
  const file = fileWithRoom(1000);
  const writer = createGroupWriter(file, 0);
  expect(await Promise.all([writer.append('one'), writer.append('two'), writer.append('three')])).toEqual([
    0, 4, 8,
  ]);
  expect(file).toMatchObject({ text: 'one\ntwo\nthree\n', flushes: 1 });
});

test('half a line is taken back when the disk is full, and the next that fits is written', async () => {
  const file = fileWithRoom(12);
  const writer = createGroupWriter(file, 0);
  await writer.append('first');
  await expect(writer.append('a longer one')).rejects.toThrow('no space left');
  expect(await writer.append('last')).toBe(6);
  expect(file.text).toBe('first\nlast\n');
});
