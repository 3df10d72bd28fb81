import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRecord } from '@ai-sdk/provider-utils';
import { messageOf } from '@grok-image/core/internal';
import { BulkError } from '../errors/bulk-error.ts';
import { parseRecord, type JobRecord, type JobState } from '../job/record.ts';
import { createGroupWriter, type AppendedFile } from './group-writer.ts';
import { scanLines, type ReadFile } from './scan.ts';

/** What a folder knows of its jobs: the last record of each, on the disk before anything depends on it. */
export interface Journal {
  /** How far a job is; `undefined` for one that is not known. */
  stateOf(key: string): JobState | undefined;
  read(key: string): Promise<JobRecord | undefined>;
  /**
   * Writes down how far a job is; resolves once it is on the disk.
   *
   * @throws BulkError of reason `journal`
   */
  write(record: JobRecord): Promise<void>;
  /** The last record of each job, in the order in which they were first written. */
  records(): AsyncGenerator<JobRecord>;
  readonly jobs: number;
  /** Whether the disk has been full: what is reserved for this case is in use. */
  readonly isFull: boolean;
  close(): Promise<void>;
}

/** The part of a `FileHandle` that a journal needs. */
export interface JournalFile extends AppendedFile, ReadFile {
  close(): Promise<void>;
}

/** Where a folder keeps what is no picture. */
export const ownFolder = '.grok-image';

/** Set aside for the lines that have to be written when the disk is full: some hundreds of jobs. */
const reservedBytes = 512 * 1024;

const states: readonly JobState[] = [
  'queued',
  'sending',
  'submitted',
  'stored',
  'done',
  'refused',
  'failed',
  'unknown',
];

/** As `write` puts them there: to read all of a line of which another one says more is waste. */
const beginning = /^\{"key":"([\da-f]{64})","state":"([a-z]+)",.*\}$/;

/**
 * Opens the journal of a folder for one writer, and makes it where there is none.
 *
 * @throws what the file system says
 */
export async function openJournal(out: string): Promise<Journal> {
  const path = join(out, ownFolder, 'journal.jsonl');
  const reserve = join(out, ownFolder, 'reserve');
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+').then(async made => {
    await made.close();
    return open(path, 'r+');
  });
  const [journal] = await Promise.all([
    createJournal(file, { path, freeReserve: () => rm(reserve, { force: true }) }),
    writeFile(reserve, Buffer.alloc(reservedBytes, 1), { flush: true }),
  ]);
  await syncFolder(dirname(path));
  return journal;
}

/**
 * The journal in a file that is open.
 *
 * @param path - for its messages
 * @param freeReserve - gives back what was set aside for a full disk
 */
export async function createJournal(
  file: JournalFile,
  { path, freeReserve }: { readonly path: string; readonly freeReserve: () => Promise<void> },
): Promise<Journal> {
  const index = await readIndex(file);
  const writer = createGroupWriter(file, index.end);
  const { places } = index;
  let isFull = false;

  /** With what was set aside, where the disk is full. */
  async function append(line: string): Promise<number> {
    try {
      return await writer.append(line);
    } catch (error) {
      if (!isNoSpace(error)) throw error;
      isFull = true;
      await freeReserve();
      return writer.append(line);
    }
  }

  return {
    stateOf: key => unpack(places.get(shortOf(key)))?.state,
    async read(key) {
      const place = unpack(places.get(shortOf(key)));
      return place && parseRecord(await readLine(file, place.offset));
    },
    async write(record) {
      const { key, state, ...rest } = record;
      try {
        const offset = await append(JSON.stringify({ key, state, ...rest }));
        places.set(shortOf(key), pack(offset, state));
      } catch (cause) {
        throw new BulkError('journal', {
          message: `Failed to write to the journal ${path}: ${messageOf(cause)}. Nothing more is sent. Make room, and give the same command again: what is paid is gone on with.`,
          cause,
        });
      }
    },
    async *records() {
      for (const place of places.values()) {
        const found = unpack(place);
        const record = found && parseRecord(await readLine(file, found.offset));
        if (record) yield record;
      }
    },
    get jobs() {
      return places.size;
    },
    get isFull() {
      return isFull;
    },
    async close() {
      await writer.settled();
      await file.close();
      await freeReserve();
    },
  };
}

/** Reads the last record of each job of a folder that somebody else may be writing to. */
export async function* readJournal(out: string): AsyncGenerator<JobRecord> {
  const file = await open(join(out, ownFolder, 'journal.jsonl'), 'r');
  try {
    const { places } = await readIndex(file);
    for (const place of places.values()) {
      const found = unpack(place);
      const record = found && parseRecord(await readLine(file, found.offset));
      if (record) yield record;
    }
  } finally {
    await file.close();
  }
}

/** Where the last line of each job begins, and its state, as one number: a million jobs are a hundred megabytes. */
async function readIndex(
  file: ReadFile,
): Promise<{ readonly places: Map<string, number>; readonly end: number }> {
  const places = new Map<string, number>();
  const { end } = await scanLines(file, ({ offset, text }) => {
    const [, key = '', state = ''] = beginning.exec(text) ?? [];
    const known = states.find(name => name === state);
    if (known !== undefined) places.set(shortOf(key), pack(offset, known));
  });
  return { places, end };
}

function shortOf(key: string): string {
  return Buffer.from(key, 'hex').toString('latin1', 0, 16);
}

function pack(offset: number, state: JobState): number {
  return offset * states.length + states.indexOf(state);
}

function unpack(
  place: number | undefined,
): { readonly offset: number; readonly state: JobState } | undefined {
  if (place === undefined) return undefined;
  const state = states[place % states.length];
  return state && { offset: Math.floor(place / states.length), state };
}

async function readLine(file: ReadFile, offset: number): Promise<string> {
  for (let length = 4096; ; length *= 4) {
    const buffer = Buffer.allocUnsafe(length);
    const { bytesRead } = await file.read(buffer, 0, length, offset);
    const end = buffer.subarray(0, bytesRead).indexOf(0x0a);
    if (end !== -1) return buffer.toString('utf8', 0, end);
    if (bytesRead < length) return '';
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isNoSpace(error: unknown): boolean {
  return isRecord(error) && (error['code'] === 'ENOSPC' || error['code'] === 'EDQUOT');
}
