import * as z from 'zod/v4';
import type { Currency } from '../options/civitai.ts';
import { currencies, eventTypes, maxTagLength, maxTags, type NsfwLevel, nsfwLevels } from './facts.ts';
import { priorities, type Priority, type StepType, type UpgradeMode, upgradeModes } from './facts.ts';
import { inputSchemas } from './inputs.ts';
import type { JsonObject } from './json.ts';
import { findReferences } from './reference.ts';

export interface Callback {
  readonly url: string;
  readonly type: readonly string[];
  readonly detailed?: boolean | null | undefined;
}

export interface StepTemplate {
  readonly type: StepType;
  readonly name: string;
  readonly priority: Priority;
  readonly timeout: string | undefined;
  readonly retries: number | undefined;
  readonly metadata: JsonObject;
  readonly input: JsonObject;
  /** Names of the steps that it takes values from. */
  readonly dependencies: readonly string[];
}

/** A submission that was found valid, with defaults filled in. */
export interface Submission {
  readonly steps: readonly StepTemplate[];
  readonly currencies: readonly Currency[];
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  readonly callbacks: readonly Callback[];
  readonly tips: { readonly civitai: number; readonly creators: number };
  readonly arguments: JsonObject;
  readonly nsfwLevel?: NsfwLevel | undefined;
  readonly experimental?: boolean | undefined;
  readonly allowMatureContent?: boolean | undefined;
  readonly ephemeral: boolean;
  readonly upgradeMode: UpgradeMode;
  readonly externalId?: string | undefined;
}

const record: z.ZodType<JsonObject> = z.record(z.string(), z.unknown());
const recordOrEmpty = record.nullish().transform(value => value ?? {});
const flag = z
  .boolean()
  .nullish()
  .transform(value => value ?? undefined);
const tags = z
  .array(z.string().max(maxTagLength))
  .max(maxTags)
  .refine(words => new Set(words).size === words.length, 'items must be unique');

const stepFrame = {
  name: z.string().nullish(),
  priority: z.enum(priorities).default('normal'),
  timeout: z
    .string()
    .regex(/^(?:\d+\.)?\d{1,2}:\d{2}:\d{2}(?:\.\d{1,7})?$/, 'must be a time span such as 00:10:00')
    .nullish(),
  retries: z.int32().nullish(),
  metadata: recordOrEmpty,
};

const step = z.discriminatedUnion('$type', [
  z.strictObject({ $type: z.literal('imageGen'), ...stepFrame, input: inputSchemas.imageGen }),
  z.strictObject({
    $type: z.literal('promptEnhancement'),
    ...stepFrame,
    input: inputSchemas.promptEnhancement,
  }),
]);

// Answers of the live service show `$0`, and references to unnamed steps use it; the guides show `0`.
const steps = z
  .array(step)
  .min(1)
  .superRefine(checkGraph)
  .transform(all =>
    all.map(({ $type: type, name, timeout, retries, ...given }, index): StepTemplate => ({
      ...given,
      type,
      name: name ?? `$${index}`,
      timeout: timeout ?? undefined,
      retries: retries ?? undefined,
      dependencies: findReferences(given.input)
        .map(reference => reference.$ref)
        .filter(source => source !== '$arguments'),
    })),
  );

const tip = z.number().min(0).max(2);

const callback = z.strictObject({
  url: z.string().refine(url => URL.canParse(url), { error: 'must be an absolute URL', abort: true }),
  type: z.array(z.enum(eventTypes)),
  detailed: z.boolean().nullish(),
});

const submission = z.strictObject({
  steps,
  currencies: z.array(z.enum(currencies)).default([]),
  metadata: recordOrEmpty,
  tags: tags.nullish().transform(value => value ?? []),
  tips: z.strictObject({ civitai: tip, creators: tip }).default({ civitai: 0, creators: 0 }),
  arguments: recordOrEmpty,
  nsfwLevel: z.enum(nsfwLevels).optional(),
  experimental: flag,
  allowMatureContent: flag,
  ephemeral: flag.transform(value => value ?? false),
  upgradeMode: z.enum(upgradeModes).default('manual'),
  externalId: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[A-Za-z0-9_-]*$/, 'must be made of letters, digits, hyphens and underscores')
    .nullish()
    .transform(value => value ?? undefined),
});

const callbacksOf = (mayCall: (url: URL) => boolean): z.ZodType<readonly Callback[]> =>
  z
    .array(callback.refine(({ url }) => mayCall(new URL(url)), { error: 'must use https', path: ['url'] }))
    .nullish()
    .transform(value => value ?? []);

const isSecure = ({ protocol }: URL): boolean => protocol === 'https:';
const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);

/** `WorkflowTemplate` of the Civitai orchestration OpenAPI document v2, 2026-08-20. */
export const submissionSchema: z.ZodType<Submission> = submission.extend({
  callbacks: callbacksOf(isSecure),
});

/** The same, with callbacks by plain http to this machine. */
export const loopbackSubmissionSchema: z.ZodType<Submission> = submission.extend({
  callbacks: callbacksOf(url => isSecure(url) || isLoopback(url)),
});

/** Body of `PUT /v2/consumer/workflows/{workflowId}`. */
export interface WorkflowChanges {
  readonly status?: 'canceled' | undefined;
  readonly metadata?: JsonObject | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly allowMatureContent?: boolean | null | undefined;
}

export const changesSchema: z.ZodType<WorkflowChanges> = z.strictObject({
  status: z.literal('canceled').optional(),
  metadata: record.nullish(),
  tags: tags.nullish(),
  allowMatureContent: z.boolean().nullish(),
});

/** Body of `PUT /v2/consumer/workflows/{workflowId}/steps/{stepName}`. */
export const stepChangesSchema: z.ZodType<{ readonly metadata: JsonObject }> = z.strictObject({
  metadata: record,
});

/** Body of `POST /v2/consumer/workflows/{workflowId}/tags`. */
export const tagSchema: z.ZodType<string> = z.string().min(1).max(maxTagLength);

/** Names must differ, and a step can only refer to steps before it. */
function checkGraph(all: readonly z.output<typeof step>[], context: z.RefinementCtx): void {
  const names = new Set<string>();
  for (const [index, { input, name }] of all.entries()) {
    for (const { $ref, at } of findReferences(input, [index, 'input'])) {
      const message = `refers to ${$ref}, which is not a step before this one`;
      if ($ref !== '$arguments' && !names.has($ref))
        context.addIssue({ code: 'custom', path: [...at], message });
    }
    const own = name ?? `$${index}`;
    if (names.has(own))
      context.addIssue({ code: 'custom', path: [index, 'name'], message: `is used twice: ${own}` });
    names.add(own).add(`$${index}`);
  }
}
