import { isRecord } from '@ai-sdk/provider-utils';
import {
  amountOf,
  excerpt,
  fieldsOf,
  flagOf,
  idOf,
  listOf,
  numberOf,
  textOf,
  type Fields,
} from '@grok-image/core';

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
  images: WorkflowBlob[];
  enhancedPrompt: string | undefined;
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
  completedAt: string | undefined;
  steps: WorkflowStep[];
  /** Price before tips and fees. */
  baseBuzz: number | undefined;
  /** Price. */
  totalBuzz: number | undefined;
  transactions: WorkflowTransaction[] | undefined;
  insufficientBuzz: boolean | undefined;
}

/**
 * Reads a workflow out of an answer.
 *
 * @throws TypeError when it has neither an id nor a status
 */
export function readWorkflow(json: unknown): Workflow {
  const { id, status, externalId, completedAt, steps, cost, transactions } = fieldsOf(json);
  const { base, total } = fieldsOf(cost);
  const { list, insufficientBuzz } = fieldsOf(transactions);
  const workflow = {
    id: idOf(id),
    status: wordsOf(status),
    externalId: textOf(externalId),
    completedAt: textOf(completedAt),
    steps: objectsOf(steps, toStep),
    baseBuzz: amountOf(base),
    totalBuzz: amountOf(total),
    transactions: isRecord(transactions) ? objectsOf(list, toTransaction) : undefined,
    insufficientBuzz: flagOf(insufficientBuzz),
  };
  if ((workflow.id ?? workflow.status) === undefined) throw new TypeError('it is no workflow');
  return workflow;
}

/**
 * Reads a page of workflows.
 *
 * @throws TypeError when it is none
 */
export function readWorkflows(json: unknown): Workflow[] {
  const { items } = fieldsOf(json);
  if (!Array.isArray(items)) throw new TypeError('it has no list of workflows');
  return items.map(readWorkflow);
}

function toStep(step: Fields): WorkflowStep {
  const { $type, name, status, completedAt, jobs, reason, blockedReason, estimatedProgressRate } = step;
  const { prompt, quantity } = fieldsOf(step['input']);
  // `blobs` is the name in some of the service's own samples (developer.civitai.com, quick start, 2026-08).
  const { images, blobs, errors, enhancedPrompt } = fieldsOf(step['output']);
  const { error, errors: moreErrors } = fieldsOf(step['metadata']);
  const { queuePosition } = fieldsOf(step['preparation']);
  const made = objectsOf(images, toBlob);
  return {
    $type: textOf($type),
    name: wordsOf(name),
    status: wordsOf(status),
    completedAt: textOf(completedAt),
    prompt: textOf(prompt),
    quantity: numberOf(quantity),
    images: made.length > 0 ? made : objectsOf(blobs, toBlob),
    enhancedPrompt: textOf(enhancedPrompt),
    jobs: objectsOf(jobs, toJob),
    errors: listOf(errors, wordsOf),
    reasons: listOf([error, moreErrors, reason, blockedReason].flat(), wordsOf),
    blockedReason: wordsOf(blockedReason),
    estimatedProgressRate: numberOf(estimatedProgressRate),
    queuePosition: numberOf(queuePosition),
  };
}

function toJob(job: Fields): WorkflowJob {
  const { status, reason, blockedReason, error, message, errors, estimatedProgressRate } = job;
  const { precedingJobs } = fieldsOf(job['queuePosition']);
  return {
    status: wordsOf(status),
    reasons: listOf([reason, blockedReason, error, message, errors].flat(), wordsOf),
    blockedReason: wordsOf(blockedReason),
    estimatedProgressRate: numberOf(estimatedProgressRate),
    queuePosition: numberOf(precedingJobs),
  };
}

function toBlob({ id, available, url, urlExpiresAt, nsfwLevel, blockedReason }: Fields): WorkflowBlob {
  return {
    id: idOf(id),
    available: flagOf(available),
    url: textOf(url),
    urlExpiresAt: textOf(urlExpiresAt),
    nsfwLevel: textOf(nsfwLevel),
    blockedReason: wordsOf(blockedReason),
  };
}

function toTransaction({ type, amount, accountType }: Fields): WorkflowTransaction {
  return { type: textOf(type), amount: amountOf(amount), accountType: textOf(accountType) };
}

/** A text for messages, cut short. */
function wordsOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text && excerpt(text);
}

/** The objects of a list, as they are read. */
function objectsOf<T>(value: unknown, read: (fields: Fields) => T): T[] {
  return listOf(value, entry => (isRecord(entry) ? read(entry) : undefined));
}
