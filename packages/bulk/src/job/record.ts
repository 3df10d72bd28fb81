import type { GenerationCost, JsonObject, Resume } from '@grok-image/core';
import * as z from 'zod/v4';
import type { StoredJob } from './job.ts';

/**
 * How far a job is: `sending` is written before its request leaves, `submitted` when the service has told what collects it,
 * `stored` when its pictures are kept and its money is not settled yet. After `done`, `refused`, `failed` and `unknown` nothing
 * is sent for it by itself.
 */
export type JobState = (typeof states)[number];

const states = ['queued', 'sending', 'submitted', 'stored', 'done', 'refused', 'failed', 'unknown'] as const;

/** How a job is found again when the process dies that has sent it. */
export type RouteName = (typeof routes)[number];

const routes = ['keyed', 'batch', 'bucket', 'deferred', 'plain'] as const;

/** A picture that is kept. */
export interface StoredImage {
  /** Path below the folder of the run. */
  readonly file?: string | undefined;
  /** In the bucket of the run. */
  readonly blobKey?: string | undefined;
  readonly mediaType: string;
  readonly byteLength: number;
  /** Of its bytes; absent where a service has put it into the bucket itself. */
  readonly sha256?: string | undefined;
  /** Pixels. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** What the service told of it. */
  readonly metadata?: JsonObject | undefined;
}

/** All that is known of a job: a line of the journal, and of `report.jsonl`. */
export interface JobRecord {
  readonly key: string;
  readonly state: JobState;
  /** The run that it belongs to. */
  readonly run: string;
  readonly job: StoredJob;
  readonly route?: RouteName | undefined;
  /** The model that was asked. */
  readonly modelId?: string | undefined;
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  /** When its request left. */
  readonly sentAt?: number | undefined;
  /** After which its request certainly does not leave any more, or has ended. */
  readonly deadline?: number | undefined;
  /** Who has sent it; only its holder goes on with the claim of the ledger. */
  readonly token?: string | undefined;
  /** What collects it without paying again. */
  readonly resume?: Resume | undefined;
  /** The batch that it was put into. */
  readonly batchId?: string | undefined;
  /** Addresses of what is paid and not kept yet. */
  readonly paid?: readonly string[] | undefined;
  readonly images?: readonly StoredImage[] | undefined;
  /** Images that were asked for and did not come. */
  readonly missing?: number | undefined;
  /** What was billed, as far as the service says. */
  readonly cost?: GenerationCost | undefined;
  /** What it was expected to cost, which is what an `unknown` one may have cost. */
  readonly estimate?: GenerationCost | undefined;
  readonly warnings?: readonly string[] | undefined;
  /** Why it brought less than was asked for. */
  readonly error?: string | undefined;
}

const text = z.string();
const whole = z.number();
const cost = z.object({ usd: z.number().optional(), buzz: z.number().optional() });
const source = z.union([
  z.object({ url: text }),
  z.object({ sha256: text, file: text.optional(), blobKey: text.optional(), mediaType: text }),
]);
const json = z.record(z.string(), z.json());

export const storedJobSchema: z.ZodType<StoredJob> = z.object({
  prompt: text.optional(),
  model: text.optional(),
  n: whole.optional(),
  aspectRatio: z.templateLiteral([z.number(), ':', z.number()]).optional(),
  size: z.templateLiteral([z.number(), 'x', z.number()]).optional(),
  seed: whole.optional(),
  options: json.optional(),
  name: text.optional(),
  sources: z.array(source).optional(),
  line: whole.optional(),
  repetition: whole.optional(),
  retryOf: text.optional(),
  attempt: whole.optional(),
});

const image = z.object({
  file: text.optional(),
  blobKey: text.optional(),
  mediaType: text,
  byteLength: whole,
  sha256: text.optional(),
  width: whole.optional(),
  height: whole.optional(),
  metadata: json.optional(),
});

const recordSchema: z.ZodType<JobRecord> = z.object({
  key: text,
  state: z.enum(states),
  run: text,
  job: storedJobSchema,
  route: z.enum(routes).optional(),
  modelId: text.optional(),
  at: whole,
  sentAt: whole.optional(),
  deadline: whole.optional(),
  token: text.optional(),
  resume: z
    .union([z.object({ jobId: text }), z.object({ workflowId: text }), z.object({ externalId: text })])
    .optional(),
  batchId: text.optional(),
  paid: z.array(text).optional(),
  images: z.array(image).optional(),
  missing: whole.optional(),
  cost: cost.optional(),
  estimate: cost.optional(),
  warnings: z.array(text).optional(),
  error: text.optional(),
});

/** Reads a record from a line or a note; `undefined` for what is none, e.g. a line that was torn. */
export function parseRecord(line: string): JobRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Whether nothing is sent or looked for any more by itself. */
export function isFinal({ state }: Pick<JobRecord, 'state'>): boolean {
  switch (state) {
    case 'done':
    case 'refused':
    case 'failed':
    case 'unknown':
      return true;
    case 'queued':
    case 'sending':
    case 'submitted':
    case 'stored':
      return false;
    default:
      return state satisfies never;
  }
}

/** Whether its request may have left, and it has not ended yet. */
export function isUnderWay({ state }: Pick<JobRecord, 'state'>): boolean {
  return state === 'sending' || state === 'submitted' || state === 'stored';
}
