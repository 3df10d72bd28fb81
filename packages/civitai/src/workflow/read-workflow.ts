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
import { excerpt, lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { Workflow, WorkflowJob, WorkflowPage, WorkflowStep } from './workflow.ts';

const wordsSchema = lazy(() =>
  z
    .string()
    .min(1)
    .transform(text => excerpt(text)),
);

/** A text for messages, cut short. */
const wordsField = lazy(() => lenient(wordsSchema()));

/** Texts for messages: a list, or one where a list is usual. */
const wordsListField = lazy(() =>
  z.union([wordsSchema().transform(text => [text]), listField(wordsField())]),
);

const blobsField = lazy(() =>
  listField(
    z.object({
      id: idField(),
      available: flagField(),
      url: textField(),
      urlExpiresAt: textField(),
      nsfwLevel: textField(),
      blockedReason: wordsField(),
      jobId: idField(),
      previewUrl: textField(),
    }),
  ),
);

/** Output of a `promptEnhancement` step. */
const enhancementShape = () => ({
  enhancedPrompt: textField(),
  enhancedNegativePrompt: textField(),
  issues: listField(z.object({ description: wordsSchema(), severity: wordsField() })),
  recommendations: listField(wordsField()),
});

const jobSchema = lazy(() =>
  z
    .object({
      status: wordsField(),
      reason: wordsListField(),
      blockedReason: wordsListField(),
      error: wordsListField(),
      message: wordsListField(),
      errors: wordsListField(),
      estimatedProgressRate: numberField(),
      queuePosition: lenient(z.object({ precedingJobs: numberField() })),
    })
    .transform((job): WorkflowJob => ({
      status: job.status,
      reasons: [job.reason, job.blockedReason, job.error, job.message, job.errors].flat(),
      blockedReason: job.blockedReason[0],
      estimatedProgressRate: job.estimatedProgressRate,
      queuePosition: job.queuePosition?.precedingJobs,
    })),
);

const stepSchema = lazy(() =>
  z
    .object({
      $type: textField(),
      name: wordsField(),
      status: wordsField(),
      completedAt: textField(),
      input: lenient(
        z.object({
          prompt: textField(),
          quantity: numberField(),
          version: textField(),
          quality: textField(),
          imageMetadata: textField(),
        }),
      ),
      // `blobs` is the name in some of the service's own samples (developer.civitai.com, quick start, 2026-08).
      output: lenient(
        z.object({
          images: blobsField(),
          blobs: blobsField(),
          errors: wordsListField(),
          ...enhancementShape(),
        }),
      ),
      jobs: listField(jobSchema()),
      metadata: lenient(z.object({ error: wordsListField(), errors: wordsListField() })),
      reason: wordsListField(),
      blockedReason: wordsListField(),
      estimatedProgressRate: numberField(),
      preparation: lenient(z.object({ queuePosition: numberField() })),
    })
    .transform(({ input, output, metadata, reason, preparation, ...step }): WorkflowStep => ({
      ...step,
      prompt: input?.prompt,
      quantity: input?.quantity,
      version: input?.version,
      quality: input?.quality,
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
    })),
);

const transactionSchema = lazy(() =>
  z.object({ type: textField(), amount: amountField(), accountType: textField() }),
);

const workflowSchema = lazy(() =>
  z
    .object({
      id: idField(),
      status: wordsField(),
      externalId: textField(),
      createdAt: textField(),
      completedAt: textField(),
      steps: listField(stepSchema()),
      cost: lenient(
        z.object({
          base: amountField(),
          total: amountField(),
          tips: lenient(z.object({ civitai: amountField(), creators: amountField() })),
        }),
      ),
      transactions: lenient(
        z.object({ list: listField(transactionSchema()), insufficientBuzz: flagField() }),
      ),
      lostBlobsRefund: amountField(),
    })
    .refine(({ id, status }) => (id ?? status) !== undefined)
    .transform(({ cost, transactions, ...workflow }): Workflow => ({
      ...workflow,
      baseBuzz: cost?.base,
      totalBuzz: cost?.total,
      tipsBuzz: cost?.tips,
      transactions: transactions?.list,
      insufficientBuzz: transactions?.insufficientBuzz,
    })),
);

const pageSchema = lazy(() => z.object({ items: z.array(lenient(workflowSchema())), next: textField() }));

/**
 * Reads a workflow out of an answer.
 *
 * @throws TypeError when it has neither an id nor a status
 */
export function readWorkflow(json: unknown): Workflow {
  return parseLenient(workflowSchema(), json, 'it is no workflow');
}

/**
 * Reads a page of workflows; an entry that is none is left out.
 *
 * @throws TypeError when it is none
 */
export function readWorkflows(json: unknown): WorkflowPage {
  const { items, next } = parseLenient(pageSchema(), json, 'it has no list of workflows');
  return { items: items.filter(workflow => workflow !== undefined), next };
}
