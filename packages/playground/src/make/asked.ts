import {
  invalidArgumentInWords,
  listSchema,
  parseStrict,
  patternSchema,
  textSchema,
  wholeNumberSchema,
} from '@grok-image/core';
import * as z from 'zod/v4';
import type { Asked } from '../protocol/run.ts';
import type { RunRecord } from '../store/lines.ts';

/** Most services that one press of the button asks, and most images of each: a slip of a hand is no bill of hundreds. */
const mostTargets = 8;
const mostImages = 10;

/** Longest prompt in characters; services take less and say so. */
const longestPrompt = 20_000;

const sourceSchema = z.strictObject({
  kind: z.enum(['upload', 'picture']),
  id: patternSchema(/^[\w.-]{1,100}$/, 'the id of an upload or a picture'),
});

const sharedShape = {
  prompt: z.string('a text').max(longestPrompt, `a text of at most ${longestPrompt} characters`),
  n: wholeNumberSchema(1, mostImages).default(1),
  aspectRatio: patternSchema(/^\d{1,6}(?:\.\d{1,6})?:\d{1,6}(?:\.\d{1,6})?$/, "'width:height'").optional(),
  sources: listSchema(sourceSchema, { most: 10 }).default([]),
  reuse: z.boolean('true or false').default(false),
};

const targetSchema = z.strictObject({
  service: textSchema(40),
  model: textSchema(200),
  options: z.record(z.string(), z.unknown()).default({}),
});

const pressSchema = z.strictObject({
  /** Made by the page for each press of the button: whatever happens to the answer, the press is paid once. */
  key: patternSchema(/^[0-9a-f-]{36}$/, 'a UUID of the press of the button'),
  ...sharedShape,
  targets: listSchema(targetSchema, { least: 1, most: mostTargets }),
});

/** A press of the button: the same call to one or several services. */
export interface Press {
  readonly key: string;
  readonly calls: readonly Asked[];
}

/** @throws InvalidArgumentError naming the field */
export function readPress(given: unknown): Press {
  const { key, targets, ...shared } = parseStrict(pressSchema, given, '');
  return { key, calls: targets.map(target => ({ ...shared, ...target })) };
}

const askedSchema = z.strictObject({ ...sharedShape, ...targetSchema.shape });

/**
 * Reads what one service is asked for, without a press: for its price, or for its code.
 *
 * @throws InvalidArgumentError naming the field
 */
export function readAsked(given: unknown): Asked {
  return parseStrict(askedSchema, given, '');
}

/**
 * A call of an earlier press under the same key, which belongs to what it was made for.
 *
 * @throws InvalidArgumentError where it was made for something else
 */
export function sameOrThrow(run: RunRecord, calls: readonly Asked[]): RunRecord {
  const asked = calls[Number(run.id.slice(run.press.length + 1))];
  const { service, model, prompt, n } = run;
  const isSame =
    asked?.service === service && asked.model === model && asked.prompt === prompt && asked.n === n;
  if (isSame) return run;
  throw invalidArgumentInWords('key', 'a key that was used for another call', 'a new one for each press');
}
