import type { Currency } from '../options/civitai.ts';
import type { Site } from '../world/request.ts';
import type { Bill } from '../world/ledger.ts';
import { isFinal, type NsfwLevel, type Status } from './facts.ts';
import type { JsonObject } from './json.ts';
import type { StepFault } from '../faults/faults.ts';
import type { StepTemplate, Submission } from './submission.ts';

/** One user: everything that belongs to an API key. */
export interface Account {
  readonly userId: number;
  readonly apiKey: string;
  readonly balances: Record<Currency, number>;
  /** Ids of workflows by the keys of their submissions: the `externalId`, and what was submitted. */
  readonly known: Map<string, string>;
}

export interface Share {
  readonly amount: number;
  readonly accountType: Currency;
}

export interface Transaction extends Share {
  readonly type: 'debit' | 'credit';
  readonly id: string;
}

/** A file of an account: a generated image or an uploaded one. */
export interface StoredBlob {
  readonly id: string;
  readonly owner: Account;
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly nsfwLevel: NsfwLevel;
  readonly jobId?: string;
  /** `false` when its bytes were lost. */
  readonly available: boolean;
  readonly blockedReason?: string | undefined;
  /** Milliseconds since 1970; a refresh puts it off. */
  expiresAt: number;
  /** Whether it is kept back until mature content is allowed. */
  readonly isWithheld: () => boolean;
  readonly delivered: () => void;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

export interface Step {
  readonly template: StepTemplate;
  readonly name: string;
  readonly jobId: string;
  /** Place of its first image among those of the workflow. */
  readonly firstImage: number;
  readonly images: number;
  /** Buzz that it is charged; a refund lowers it. */
  cost: number;
  status: Status;
  /** With references resolved as soon as that is possible. */
  input: JsonObject;
  metadata: JsonObject;
  output?: StepOutput;
  startedAt?: number;
  completedAt?: number;
  /** When the present status began, and how long it is meant to last, in milliseconds. */
  phase: { readonly at: number; readonly lasts: number };
  /** Why it failed: in the step itself, and in its job. */
  reason?: string;
  jobReason?: string;
  blockedReason?: string;
}

export interface StepOutput {
  readonly blobs?: readonly StoredBlob[];
  readonly errors?: readonly string[];
  /** Output of another kind than images, as it is answered. */
  readonly plain?: JsonObject;
}

export interface Workflow {
  readonly id: string;
  readonly account: Account;
  readonly submission: Submission;
  /** How the submitter reached the service; links in callbacks are made with it. */
  readonly site: Site;
  readonly createdAt: number;
  /** Made by `whatif`: it has a price, and never runs. */
  readonly isPreview: boolean;
  readonly steps: readonly Step[];
  readonly cost: WorkflowCost;
  readonly transactions: Transaction[];
  readonly faults: readonly StepFault[];
  readonly ended: AbortController;
  /** Deliveries of callbacks, which follow each other. */
  deliveries: Promise<void>;
  bill?: Bill;
  status: Status;
  /** A scripted status that is answered instead of the real one once the workflow has ended. */
  readonly statusShown?: string | undefined;
  metadata: JsonObject;
  tags: readonly string[];
  allowMatureContent: boolean | undefined;
  startedAt?: number;
  completedAt?: number;
  deletedAt?: number;
  lostBlobsRefund: number;
}

/** Buzz. `total` is `base` and the tips. */
export interface WorkflowCost {
  readonly base: number;
  readonly total: number;
  readonly tips: { readonly civitai: number; readonly creators: number };
}

const failures = ['failed', 'expired', 'canceled'] as const;

export function hasFailed({ status }: Workflow): boolean {
  return failures.some(failure => failure === status);
}

/** Whether a workflow was deleted, or was never kept and is over: its keys are free again. */
export function isGone({ deletedAt, submission, status }: Workflow): boolean {
  return deletedAt !== undefined || (submission.ephemeral && isFinal(status));
}

export function isVisible(workflow: Workflow): boolean {
  return !workflow.isPreview && !isGone(workflow);
}

export function rollUp(steps: readonly Step[]): Status {
  const has = (status: Status): boolean => steps.some(step => step.status === status);
  if (steps.every(step => isFinal(step.status))) {
    return failures.find(has) ?? 'succeeded';
  }
  const active = (['processing', 'preparing', 'scheduled'] as const).find(has);
  if (active !== undefined) return active;
  return steps.some(step => isFinal(step.status)) ? 'processing' : 'unassigned';
}

export function findStep({ steps }: Workflow, name: string): Step | undefined {
  return steps.find(step => step.name === name) ?? steps.find((_, index) => `$${index}` === name);
}
