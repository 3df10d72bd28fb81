import * as z from 'zod/v4';
import type { Currency } from '../options/civitai.ts';
import { currencies, finalStatuses, type NsfwLevel, nsfwLevels, type StepType } from './facts.ts';
import { inputSchemas } from './inputs.ts';
import { type JsonObject, resolveReferences } from './json.ts';

export interface StepTemplate {
  readonly type: StepType;
  readonly name: string;
  readonly priority: string;
  readonly timeout?: string | undefined;
  readonly retries?: number | undefined;
  readonly metadata: JsonObject;
  readonly input: JsonObject;
  /** Names of the steps that it takes values from. */
  readonly dependencies: readonly string[];
}

export interface Submission {
  readonly steps: readonly StepTemplate[];
  readonly currencies: readonly Currency[];
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  readonly callbacks: readonly { url: string; type: readonly string[]; detailed?: boolean | undefined }[];
  readonly tips: { readonly civitai: number; readonly creators: number };
  readonly arguments: JsonObject;
  readonly nsfwLevel?: NsfwLevel | undefined;
  readonly experimental?: boolean | undefined;
  readonly allowMatureContent?: boolean | undefined;
  readonly ephemeral: boolean;
  readonly upgradeMode: 'manual' | 'automatic';
  readonly externalId?: string | undefined;
}

/** A value, null or none; the last two are the same. */
function optional<Value>(schema: z.ZodType<Value>): z.ZodType<Value | undefined>;
function optional<Value>(schema: z.ZodType<Value>, usual: Value): z.ZodType<Value>;
function optional<Value>(schema: z.ZodType<Value>, usual?: Value): z.ZodType<Value | undefined> {
  return schema.nullish().transform(value => value ?? usual);
}

const record: z.ZodType<JsonObject> = z.record(z.string(), z.unknown());
const flag = z.boolean();
const maxTagLength = 200;
const tags: z.ZodType<readonly string[]> = z
  .array(z.string().max(maxTagLength))
  .max(10)
  .refine(words => new Set(words).size === words.length, 'items must be unique');

const timeSpan = /^(?:\d+\.)?\d{1,2}:\d{2}:\d{2}(?:\.\d{1,7})?$/;

const stepFrame = {
  name: optional(z.string()),
  priority: z.enum(['high', 'normal', 'low']).default('normal'),
  timeout: optional(z.string().regex(timeSpan, 'must be a time span such as 00:10:00')),
  retries: optional(z.int32()),
  metadata: optional(record, {}),
};

const { imageGen, promptEnhancement } = inputSchemas;
const step = z.discriminatedUnion('$type', [
  z.strictObject({ $type: z.literal('imageGen'), ...stepFrame, input: imageGen }),
  z.strictObject({ $type: z.literal('promptEnhancement'), ...stepFrame, input: promptEnhancement }),
]);

/** Every reference inside an input, with its place; those to the arguments need no step. */
function referencesOf(input: JsonObject): (readonly [name: string, at: readonly PropertyKey[]])[] {
  const found: (readonly [string, readonly PropertyKey[]])[] = [];
  resolveReferences(input, (name, at) => void (name === '$arguments' || found.push([name, at])));
  return found;
}

/** Names must differ, and a step can only refer to steps before it. */
const steps = z
  .array(step)
  .min(1)
  .transform((all, context) => {
    const names = new Set<string>();
    const refuse = (path: PropertyKey[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    return all.map(({ $type: type, name: given, ...frame }, index): StepTemplate => {
      // Answers of the live service show `$0`, and references to unnamed steps use it; the guides show `0`.
      const name = given ?? `$${index}`;
      const references = referencesOf(frame.input);
      for (const [source, at] of references)
        if (!names.has(source))
          refuse([index, 'input', ...at], `refers to ${source}, which is not a step before this one`);
      if (names.has(name)) refuse([index, 'name'], `is used twice: ${name}`);
      names.add(name).add(`$${index}`);
      return { ...frame, type, name, dependencies: references.map(([source]) => source) };
    });
  });

const tip = z.number().min(0).max(2);

const eventTypes = ['workflow', 'step', 'job'].flatMap(source =>
  ['*', 'unassigned', 'processing', ...finalStatuses].map(status => `${source}:${status}`),
);

function callbacksOf(secure: RegExp): z.ZodType<Submission['callbacks']> {
  const url = z
    .string()
    .refine(given => URL.canParse(given), { error: 'must be an absolute URL', abort: true })
    .refine(given => secure.test(new URL(given).origin), 'must use https');
  const type = z.array(z.enum(eventTypes));
  return optional(z.array(z.strictObject({ url, type, detailed: optional(flag) })), []);
}

const letters = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9_-]*$/, 'must be made of letters, digits, hyphens and underscores');

const submission = z.strictObject({
  steps,
  currencies: z.array(z.enum(currencies)).default([]),
  metadata: optional(record, {}),
  tags: optional(tags, []),
  tips: z.strictObject({ civitai: tip, creators: tip }).default({ civitai: 0, creators: 0 }),
  arguments: optional(record, {}),
  nsfwLevel: z.enum(nsfwLevels).optional(),
  experimental: optional(flag),
  allowMatureContent: optional(flag),
  ephemeral: optional(flag, false),
  upgradeMode: z.enum(['manual', 'automatic']).default('manual'),
  externalId: optional(letters),
});

/** `WorkflowTemplate` of the OpenAPI document; the other takes callbacks by plain http to this machine, too. */
export const submissionSchema: z.ZodType<Submission> = submission.extend({
  callbacks: callbacksOf(/^https:/),
});
export const loopbackSubmissionSchema: z.ZodType<Submission> = submission.extend({
  callbacks: callbacksOf(/^(https:|http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|$))/),
});

export interface WorkflowChanges {
  readonly status?: 'canceled' | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly allowMatureContent?: boolean | undefined;
}

export const changesSchema: z.ZodType<WorkflowChanges> = z.strictObject({
  status: z.literal('canceled').optional(),
  metadata: optional(record),
  tags: optional(tags),
  allowMatureContent: optional(flag),
});

export const stepChangesSchema: z.ZodType<{ readonly metadata: JsonObject }> = z.strictObject({
  metadata: record,
});

export const tagSchema: z.ZodType<string> = z.string().min(1).max(maxTagLength);
