import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { jsonObjectSchema, parseStrict, textSchema, type JsonObject } from '@grok-image/core';
import { BulkError } from '../errors/bulk-error.ts';
import { problemOf, toJob, type LineRules } from './check-line.ts';
import { readCsv } from './csv.ts';
import type { InputLine, JobInput } from './job-input.ts';
import { readJsonLines } from './jsonl.ts';
import type { ReadLine } from './read-line.ts';
import { spool } from './spool.ts';

/** Where jobs are read from, and what is made of their lines. */
export interface ReadJobsOptions extends LineRules {
  /** Path of a file, or a stream, which is written to a temporary file first. */
  readonly from: string | Readable;
  /** Default by the extension of the file, else by its first character: `{` begins JSONL. */
  readonly format?: 'jsonl' | 'csv' | undefined;
}

/** Longest beginning of a file that is looked at, in bytes. */
const headBytes = 4096;

/**
 * Reads jobs of a JSONL or CSV file as often as they are asked for, line by line: a file may have millions. Columns are the
 * fields of a job, options of the provider, or what a template asks for; a column that is none of them is a problem of its
 * line, as is whatever a provider would refuse.
 *
 * @throws InvalidArgumentError, and BulkError of reason `input` for a file that is none
 * @example
 * const input = await readJobs({ from: 'prompts.csv', options: xaiImageOptionsSchema, prompt: 'A {animal} in a tree' });
 */
export async function readJobs({ from, format, ...rules }: ReadJobsOptions): Promise<JobInput> {
  const spooled = typeof from === 'string' ? undefined : await spool(from);
  const path = spooled?.path ?? parseStrict(textSchema(), from, 'from');
  const head = await readHead(path);
  const isJson = (format ?? formatOf(path, head)) === 'jsonl';
  return {
    flags: flagsOf(rules),
    async *[Symbol.asyncIterator]() {
      for await (const read of isJson ? readJsonLines(path) : readCsv(path, head)) {
        yield toLine(read, rules);
      }
    },
    close: async () => spooled?.remove(),
  };
}

function toLine(read: ReadLine, rules: LineRules): InputLine {
  const { line } = read;
  if ('problem' in read) return { line, problem: problemOf(line, read.problem) };
  try {
    return { line, job: toJob(read.value, line, rules) };
  } catch (error) {
    return { line, problem: problemOf(line, error) };
  }
}

function flagsOf({ defaults = {}, prompt }: LineRules): JsonObject {
  // As they are written down, without what is undefined.
  const plain: unknown = JSON.parse(JSON.stringify(defaults));
  return {
    ...parseStrict(jsonObjectSchema(), plain, 'defaults'),
    ...(prompt !== undefined && { template: prompt }),
  };
}

async function readHead(path: string): Promise<string> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new BulkError('input', {
      message: `Failed to read ${path}: ${cause instanceof Error ? cause.message : String(cause)}. Give a file of jobs, JSONL or CSV. Nothing was sent.`,
      cause,
    });
  });
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const head = buffer.subarray(0, bytesRead);
    if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
      throw new BulkError('input', {
        message: `Failed to read ${path}: it is written in UTF-16. Save it as UTF-8. Nothing was sent.`,
      });
    }
    return head.toString('utf8').replace(/^\uFEFF/, '');
  } finally {
    await file.close();
  }
}

function formatOf(path: string, head: string): 'jsonl' | 'csv' {
  const extension = extname(path).toLowerCase();
  if (extension === '.jsonl' || extension === '.ndjson') return 'jsonl';
  if (extension === '.csv' || extension === '.tsv') return 'csv';
  return head.trimStart().startsWith('{') ? 'jsonl' : 'csv';
}
