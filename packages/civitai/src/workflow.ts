import { excerpt, orElse } from '@grok-image/core';
import * as z from 'zod/v4-mini';

/** An image that a step made, or was to make. */
export interface WorkflowBlob {
  id?: string | undefined;
  /** `false` when there is nothing to fetch. */
  available?: boolean | undefined;
  /** Signed, and dead after `urlExpiresAt`. */
  url?: string | undefined;
  urlExpiresAt?: string | undefined;
  nsfwLevel?: string | undefined;
  blockedReason?: string | undefined;
}

/** One run of a step. */
export interface WorkflowJob {
  status?: string | undefined;
  /** Why it did not succeed, from all the fields that have been seen to say so. */
  reason?: string | undefined;
  blockedReason?: string | undefined;
  error?: string | undefined;
  message?: string | undefined;
  errors: string[];
  estimatedProgressRate?: number | undefined;
  queuePosition?: { precedingJobs?: number | undefined } | undefined;
}

/** One step of a workflow. */
export interface WorkflowStep {
  $type?: string | undefined;
  name?: string | undefined;
  status?: string | undefined;
  completedAt?: string | undefined;
  reason?: string | undefined;
  blockedReason?: string | undefined;
  estimatedProgressRate?: number | undefined;
  preparation?: { queuePosition?: number | undefined } | undefined;
  metadata: { error?: string | undefined; errors: string[] };
  input: { prompt?: string | undefined; quantity?: number | undefined };
  jobs: WorkflowJob[];
  output: { images: WorkflowBlob[]; errors: string[]; enhancedPrompt?: string | undefined };
}

/** Money that moved for a workflow, in Buzz. */
export interface WorkflowTransaction {
  type?: string | undefined;
  amount?: number | undefined;
  accountType?: string | undefined;
}

/** As much of a workflow as is needed. */
export interface Workflow {
  id?: string | undefined;
  status?: string | undefined;
  externalId?: string | undefined;
  completedAt?: string | undefined;
  steps: WorkflowStep[];
  cost: { base?: number | undefined; total?: number | undefined };
  transactions?: { list: WorkflowTransaction[]; insufficientBuzz?: boolean | undefined } | undefined;
}

// What is optional may have any type: an odd field must not cost a paid image.
const text = orElse(z.optional(z.string().check(z.minLength(1))), undefined);
/** Words for messages, cut short. */
const words = orElse(z.optional(z.pipe(z.string().check(z.minLength(1)), z.transform(toWords))), undefined);
/** A service is not trusted to be brief, and ids go into addresses and messages. */
const id = orElse(z.optional(z.string().check(z.minLength(1), z.maxLength(200))), undefined);
const number = orElse(z.optional(z.number()), undefined);
/** Money beyond what can be counted exactly, or below nothing, is no price. */
const buzz = orElse(z.optional(z.number().check(z.gte(0), z.lte(Number.MAX_SAFE_INTEGER))), undefined);
const flag = orElse(z.optional(z.boolean()), undefined);

/** Not `excerpt` itself, which a transform would call with more arguments. */
function toWords(long: string): string {
  return excerpt(long);
}

/** A list in which an odd entry does not spoil the rest; no list is an empty one. */
function list<ENTRY>(entry: z.ZodMiniType<ENTRY>): z.ZodMiniType<ENTRY[]> {
  return z.pipe(
    orElse(z.array(orElse(z.optional(entry), undefined)), []),
    z.transform(entries => entries.filter(value => value !== undefined)),
  );
}

const texts = list(z.pipe(z.string().check(z.minLength(1)), z.transform(toWords)));

const blob = z.object({
  id,
  available: flag,
  url: text,
  urlExpiresAt: text,
  nsfwLevel: text,
  blockedReason: words,
});

const job = z.object({
  status: words,
  reason: words,
  blockedReason: words,
  error: words,
  message: words,
  errors: texts,
  estimatedProgressRate: number,
  queuePosition: orElse(z.optional(z.object({ precedingJobs: number })), undefined),
});

const output = z.pipe(
  z.object({
    images: list(blob),
    // The name in some of the service's own samples (developer.civitai.com, quick start, 2026-08).
    blobs: list(blob),
    errors: texts,
    enhancedPrompt: text,
  }),
  z.transform(({ images, blobs, ...rest }) => ({ ...rest, images: images.length > 0 ? images : blobs })),
);

const step = z.object({
  $type: text,
  name: words,
  status: words,
  completedAt: text,
  reason: words,
  blockedReason: words,
  estimatedProgressRate: number,
  preparation: orElse(z.optional(z.object({ queuePosition: number })), undefined),
  metadata: orElse(z.object({ error: words, errors: texts }), { errors: [] }),
  input: orElse(z.object({ prompt: text, quantity: number }), {}),
  jobs: list(job),
  output: orElse(output, { images: [], errors: [] }),
});

const transaction = z.object({ type: text, amount: buzz, accountType: text });

const workflow = z
  .object({
    id,
    status: words,
    externalId: text,
    completedAt: text,
    steps: list(step),
    cost: orElse(z.object({ base: buzz, total: buzz }), {}),
    transactions: orElse(
      z.optional(z.object({ list: list(transaction), insufficientBuzz: flag })),
      undefined,
    ),
  })
  .check(z.refine(found => found.id !== undefined || found.status !== undefined, 'it is no workflow'));

const page = z.object({ items: z.array(workflow) });

/**
 * Reads a workflow out of an answer.
 *
 * @throws ZodError when it has neither an id nor a status
 */
export function readWorkflow(json: unknown): Workflow {
  return workflow.parse(json);
}

/**
 * Reads a page of workflows.
 *
 * @throws ZodError when it is none
 */
export function readWorkflows(json: unknown): Workflow[] {
  return page.parse(json).items;
}
