import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '@grok-image/core';
import { ifThere, writeWhole } from '@grok-image/middleware/internal';
import * as z from 'zod/v4';
import { BulkError } from '../errors/bulk-error.ts';
import { canonical, keyVersion } from '../job/job-key.ts';
import { ownFolder } from './journal.ts';

/** What a run was begun with: whoever goes on with it has to ask for the same pictures, or would pay for all of them anew. */
export interface Manifest {
  readonly keyVersion: number;
  /** The salt of its keys. */
  readonly run: string;
  /** Whatever changes pictures and stands in no line: the model, and flags. */
  readonly flags: JsonObject;
}

const schema: z.ZodType<Manifest> = z.object({
  keyVersion: z.number(),
  run: z.string(),
  flags: z.record(z.string(), z.json()),
});

/** The manifest of a folder, if it has one. */
export async function readManifest(out: string): Promise<Manifest | undefined> {
  const text = await ifThere(readFile(fileOf(out), 'utf8'));
  return text === undefined ? undefined : parseManifest(text);
}

export function parseManifest(text: string): Manifest {
  return schema.parse(JSON.parse(text));
}

export async function writeManifest(out: string, manifest: Manifest): Promise<void> {
  await writeWhole(fileOf(out), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Finds out which run goes on: the one that is there, the first, or a new one beside those that were.
 *
 * @param isNew - whether somebody wants all of it anew
 * @throws BulkError of reason `otherRun` that names what differs
 */
export function decideRun(
  before: Manifest | undefined,
  {
    run,
    flags,
    isNew,
  }: { readonly run: string | undefined; readonly flags: JsonObject; readonly isNew: boolean },
): Manifest {
  const made: Manifest = { keyVersion, run: run ?? nextRun(before, isNew), flags };
  if (before === undefined || isNew) return made;
  const problems = differences(before, made);
  if (problems.length === 0) return before;
  throw new BulkError('otherRun', {
    message: `Failed to go on with run ${before.run}: ${problems.join(', ')}. Give the flags of then to go on, or ask for a new run (--new-run), which sends and pays all of it anew. Nothing was sent.`,
    problems,
  });
}

function nextRun(before: Manifest | undefined, isNew: boolean): string {
  if (before === undefined) return '1';
  if (!isNew) return before.run;
  const [, name = before.run, number] = /^(.*?)(\d+)$/.exec(before.run) ?? [];
  return number === undefined ? `${name}-2` : `${name}${Number(number) + 1}`;
}

function differences(before: Manifest, now: Manifest): string[] {
  const told: string[] = [];
  if (before.keyVersion !== now.keyVersion) {
    told.push(`its keys are of version ${before.keyVersion}, and this version makes ${now.keyVersion}`);
  }
  if (before.run !== now.run) told.push(`run was '${before.run}' and is '${now.run}'`);
  const names = new Set([...Object.keys(before.flags), ...Object.keys(now.flags)]);
  for (const name of names) {
    const [was, is] = [before.flags[name], now.flags[name]];
    if (canonical(was ?? null) !== canonical(is ?? null))
      told.push(`${name} was ${shown(was)} and is ${shown(is)}`);
  }
  return told;
}

function shown(value: JsonValue | undefined): string {
  return value === undefined || value === null ? 'left out' : JSON.stringify(value);
}

function fileOf(out: string): string {
  return join(out, ownFolder, 'manifest.json');
}
