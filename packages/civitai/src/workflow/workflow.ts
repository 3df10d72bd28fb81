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
  version: string | undefined;
  quality: string | undefined;
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

/** A page of the list of workflows. */
export interface WorkflowPage {
  readonly items: readonly Workflow[];
  /** What leads to the next page. */
  readonly next: string | undefined;
}
