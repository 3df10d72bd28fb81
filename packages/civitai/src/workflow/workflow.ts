import {
  amountField,
  flagField,
  idField,
  lenient,
  listField,
  numberField,
  parseLenient,
  textField,
} from '@grok-image/core';
import { excerpt } from '@grok-image/core/internal';
import * as z from 'zod/v4';

/** An image that a step made, or was to make. */
export interface WorkflowBlob {
  id: string | undefined;
  /** `false` when there is nothing to fetch. */
  available: boolean | undefined;
  /** Signed, and dead after `urlExpiresAt`. */
  url: string | undefined;
  urlExpiresAt: string | undefined;
  nsfwLevel: string | undefined;
  blockedReason: string | undefined;
  jobId: string | undefined;
  /** Signed, of a smaller picture. */
  previewUrl: string | undefined;
}

/** What the enhancement of a prompt says beside the prompt. */
export interface PromptAdvice {
  issues: { description: string; severity: string | undefined }[];
  recommendations: string[];
  negativePrompt: string | undefined;
}

/** One run of a step. */
export interface WorkflowJob {
  status: string | undefined;
  /** Why it did not succeed, from all the fields that have been seen to say so. */
  reasons: string[];
  blockedReason: string | undefined;
  estimatedProgressRate: number | undefined;
  /** Jobs ahead of it. */
  queuePosition: number | undefined;
}

/** One step of a workflow. */
export interface WorkflowStep {
  $type: string | undefined;
  name: string | undefined;
  status: string | undefined;
  completedAt: string | undefined;
  prompt: string | undefined;
  quantity: number | undefined;
  /** What one submit wrote into its steps to tell them from others. */
  nonce: string | undefined;
  images: WorkflowBlob[];
  enhancedPrompt: string | undefined;
  promptAdvice: PromptAdvice;
  jobs: WorkflowJob[];
  /** What its output says went wrong. */
  errors: string[];
  /** What it says of itself went wrong. */
  reasons: string[];
  blockedReason: string | undefined;
  estimatedProgressRate: number | undefined;
  /** Jobs ahead of its preparation. */
  queuePosition: number | undefined;
}

/** Money that moved for a workflow, in Buzz. */
export interface WorkflowTransaction {
  type: string | undefined;
  amount: number | undefined;
  accountType: string | undefined;
}

/** As much of a workflow as is needed. */
export interface Workflow {
  id: string | undefined;
  status: string | undefined;
  externalId: string | undefined;
  createdAt: string | undefined;
  completedAt: string | undefined;
  steps: WorkflowStep[];
  /** Price before tips and fees. */
  baseBuzz: number | undefined;
  /** What is given to the service and to the makers of its models. */
  tipsBuzz: { civitai: number | undefined; creators: number | undefined } | undefined;
  /** Price. */
  totalBuzz: number | undefined;
  transactions: WorkflowTransaction[] | undefined;
  insufficientBuzz: boolean | undefined;
  /** Given back for files that the service has lost. */
  lostBlobsRefund: number | undefined;
}

const wordsSchema = z
  .string()
  .min(1)
  .transform(text => excerpt(text));

/** A text for messages, cut short. */
const wordsField = lenient(wordsSchema);

/** Texts for messages: a list, or one where a list is usual. */
const wordsListField = z.union([wordsSchema.transform(text => [text]), listField(wordsField)]);

const blobsField = listField(
  z.object({
    id: idField,
    available: flagField,
    url: textField,
    urlExpiresAt: textField,
    nsfwLevel: textField,
    blockedReason: wordsField,
    jobId: idField,
    previewUrl: textField,
  }),
);

/** Output of a `promptEnhancement` step. */
const enhancementShape = {
  enhancedPrompt: textField,
  enhancedNegativePrompt: textField,
  issues: listField(z.object({ description: wordsSchema, severity: wordsField })),
  recommendations: listField(wordsField),
};

const jobSchema = z
  .object({
    status: wordsField,
    reason: wordsListField,
    blockedReason: wordsListField,
    error: wordsListField,
    message: wordsListField,
    errors: wordsListField,
    estimatedProgressRate: numberField,
    queuePosition: lenient(z.object({ precedingJobs: numberField })),
  })
  .transform((job): WorkflowJob => ({
    status: job.status,
    reasons: [job.reason, job.blockedReason, job.error, job.message, job.errors].flat(),
    blockedReason: job.blockedReason[0],
    estimatedProgressRate: job.estimatedProgressRate,
    queuePosition: job.queuePosition?.precedingJobs,
  }));

const stepSchema = z
  .object({
    $type: textField,
    name: wordsField,
    status: wordsField,
    completedAt: textField,
    input: lenient(z.object({ prompt: textField, quantity: numberField, imageMetadata: textField })),
    // `blobs` is the name in some of the service's own samples (developer.civitai.com, quick start, 2026-08).
    output: lenient(
      z.object({ images: blobsField, blobs: blobsField, errors: wordsListField, ...enhancementShape }),
    ),
    jobs: listField(jobSchema),
    metadata: lenient(z.object({ error: wordsListField, errors: wordsListField })),
    reason: wordsListField,
    blockedReason: wordsListField,
    estimatedProgressRate: numberField,
    preparation: lenient(z.object({ queuePosition: numberField })),
  })
  .transform(({ input, output, metadata, reason, preparation, ...step }): WorkflowStep => ({
    ...step,
    prompt: input?.prompt,
    quantity: input?.quantity,
    nonce: input?.imageMetadata,
    images: output?.images.length ? output.images : (output?.blobs ?? []),
    enhancedPrompt: output?.enhancedPrompt,
    promptAdvice: {
      issues: output?.issues ?? [],
      recommendations: output?.recommendations ?? [],
      negativePrompt: output?.enhancedNegativePrompt,
    },
    errors: output?.errors ?? [],
    reasons: [metadata?.error ?? [], metadata?.errors ?? [], reason, step.blockedReason].flat(),
    blockedReason: step.blockedReason[0],
    queuePosition: preparation?.queuePosition,
  }));

const transactionSchema = z.object({ type: textField, amount: amountField, accountType: textField });

const workflowSchema = z
  .object({
    id: idField,
    status: wordsField,
    externalId: textField,
    createdAt: textField,
    completedAt: textField,
    steps: listField(stepSchema),
    cost: lenient(
      z.object({
        base: amountField,
        total: amountField,
        tips: lenient(z.object({ civitai: amountField, creators: amountField })),
      }),
    ),
    transactions: lenient(z.object({ list: listField(transactionSchema), insufficientBuzz: flagField })),
    lostBlobsRefund: amountField,
  })
  .refine(({ id, status }) => (id ?? status) !== undefined)
  .transform(({ cost, transactions, ...workflow }): Workflow => ({
    ...workflow,
    baseBuzz: cost?.base,
    totalBuzz: cost?.total,
    tipsBuzz: cost?.tips,
    transactions: transactions?.list,
    insufficientBuzz: transactions?.insufficientBuzz,
  }));

const pageSchema = z.object({ items: z.array(lenient(workflowSchema)), next: textField });

/**
 * Reads a workflow out of an answer.
 *
 * @throws TypeError when it has neither an id nor a status
 */
export function readWorkflow(json: unknown): Workflow {
  return parseLenient(workflowSchema, json, 'it is no workflow');
}

/** A page of the list of workflows. */
export interface WorkflowPage {
  readonly items: readonly Workflow[];
  /** What leads to the next page. */
  readonly next: string | undefined;
}

/**
 * Reads a page of workflows; an entry that is none is left out.
 *
 * @throws TypeError when it is none
 */
export function readWorkflows(json: unknown): WorkflowPage {
  const { items, next } = parseLenient(pageSchema, json, 'it has no list of workflows');
  return { items: items.filter(workflow => workflow !== undefined), next };
}
