import * as z from 'zod/v4';
import type { Asked, Cost, Picture, Problem, RunState } from '../protocol/run.ts';

/** What collects a call without paying again. */
export type StoredResume =
  | { readonly jobId: string }
  | { readonly workflowId: string }
  | { readonly externalId: string };

/** A picture that is paid, and where it is. */
export interface PaidPicture {
  readonly index: number;
  readonly url: string;
}

/** A picture, and where it is kept. */
export interface StoredPicture extends Picture {
  /** Its key among the pictures of the folder. */
  readonly file: string;
  readonly sha256: string;
}

/** A call is made. */
export interface MadeLine extends Asked {
  readonly type: 'made';
  readonly id: string;
  readonly press: string;
  readonly at: string;
  readonly estimate?: Cost | undefined;
}

/** It tells how far it is. */
export interface ToldLine {
  readonly type: 'told';
  readonly id: string;
  readonly resume?: StoredResume | undefined;
  readonly paid: readonly PaidPicture[];
}

/** It ends. */
export interface EndedLine {
  readonly type: 'ended';
  readonly id: string;
  readonly at: string;
  readonly state: Exclude<RunState, 'running'>;
  readonly pictures: readonly StoredPicture[];
  readonly warnings: readonly string[];
  readonly cost?: Cost | undefined;
  readonly problem?: Problem | undefined;
}

/** A picture is deleted. */
export interface DeletedLine {
  readonly type: 'deleted';
  readonly picture: string;
}

/** A line of the journal, of which every change is one. What a line says wins over what stood before it. */
export type Line = MadeLine | ToldLine | EndedLine | DeletedLine;

/** A call as it is kept. */
export interface RunRecord extends Omit<MadeLine, 'type'>, Omit<EndedLine, 'type' | 'at' | 'state'> {
  /** Whether it may be billed. */
  readonly isSent: boolean;
  readonly resumes: readonly StoredResume[];
  readonly paid: readonly PaidPicture[];
  readonly state: RunState;
  readonly endedAt?: string | undefined;
}

const costSchema = z.object({ usd: z.number().optional(), buzz: z.number().optional() });

const pictureSchema = z.object({
  id: z.string(),
  run: z.string(),
  index: z.number(),
  file: z.string(),
  sha256: z.string(),
  mediaType: z.string(),
  width: z.number(),
  height: z.number(),
  byteLength: z.number(),
  revisedPrompt: z.string().optional(),
  cost: costSchema.optional(),
  isReused: z.boolean(),
  metadata: z.record(z.string(), z.unknown()),
});

const madeSchema = z.object({
  type: z.literal('made'),
  id: z.string(),
  press: z.string(),
  at: z.string(),
  estimate: costSchema.optional(),
  service: z.string(),
  model: z.string(),
  prompt: z.string(),
  n: z.number(),
  aspectRatio: z.string().optional(),
  options: z.record(z.string(), z.unknown()),
  sources: z.array(z.object({ kind: z.enum(['upload', 'picture']), id: z.string() })),
  reuse: z.boolean(),
});

const toldSchema = z.object({
  type: z.literal('told'),
  id: z.string(),
  resume: z
    .union([
      z.object({ jobId: z.string() }),
      z.object({ workflowId: z.string() }),
      z.object({ externalId: z.string() }),
    ])
    .optional(),
  paid: z.array(z.object({ index: z.number(), url: z.string() })),
});

const endedSchema = z.object({
  type: z.literal('ended'),
  id: z.string(),
  at: z.string(),
  state: z.enum(['done', 'failed', 'cancelled']),
  pictures: z.array(pictureSchema),
  warnings: z.array(z.string()),
  cost: costSchema.optional(),
  problem: z
    .object({
      kind: z.enum(['refused', 'timeout', 'download', 'funds', 'limit', 'input', 'cancelled', 'failed']),
      what: z.string(),
      money: z.string(),
      advice: z.string(),
      cost: costSchema.optional(),
      canCollect: z.boolean(),
    })
    .optional(),
});

/** What a line on disk is read by. */
export const lineSchema: z.ZodType<Line> = z.discriminatedUnion('type', [
  madeSchema,
  toldSchema,
  endedSchema,
  z.object({ type: z.literal('deleted'), picture: z.string() }),
]);
