import { createHash } from 'node:crypto';
import type { Exchange } from '../world/backend.ts';
import type { Charge } from '../world/ledger.ts';
import { notify } from './callbacks.ts';
import { scriptedFaults } from './end-step.ts';
import { readImageInput } from './inputs.ts';
import { canonical } from './json.ts';
import { move, planCharge, priceStep, priceWorkflow } from './money.ts';
import { forbidden, rejection } from './problem.ts';
import { runWorkflow } from './run.ts';
import { addWorkflow, type CivitaiState } from './state.ts';
import type { Submission } from './submission.ts';
import { type Account, hasFailed, isGone, type Step, type Workflow } from './workflow.ts';

/** Who submits what, and by which request. */
export interface Ask {
  readonly state: CivitaiState;
  readonly account: Account;
  readonly submission: Submission;
  readonly exchange: Exchange;
}

/**
 * Starts a workflow and charges for it, or finds the one that the same submission has started before. Nothing waits in
 * here, so that two equal submissions cannot overtake each other. Throws for too little Buzz, and for a prompt refused.
 */
export function submit(ask: Ask): Workflow {
  const workflow = earlier(ask) ?? start(ask);
  claim(workflow, ask.submission);
  return workflow;
}

function start(ask: Ask): Workflow {
  const { state, account, submission, exchange } = ask;
  const workflow = newWorkflow(ask, false, scriptedFaults(exchange, submission));
  const { total } = workflow.cost;
  const { shares, isEnough } = planCharge(account, submission, total);
  if (!isEnough) {
    const message = `Insufficient Buzz: the workflow costs ${total} Buzz, which your accounts do not cover.`;
    throw state.settings.insufficientFundsStatus === 403 ? forbidden(message) : rejection(message);
  }
  addWorkflow(state, workflow);
  if (!submission.ephemeral) account.known.set(contentOf(submission), workflow.id);
  move(workflow, 'debit', shares);
  workflow.bill = state.world.charge({
    backend: 'civitai',
    requestId: exchange.request.requestId,
    apiKey: account.apiKey,
    cost: total,
    unit: 'buzz',
    ...describe(workflow),
  });
  notify(state, workflow, undefined, true);
  state.world.guard(() => runWorkflow(state, workflow), undefined);
  return workflow;
}

/** A workflow that is priced and never runs; with an `externalId` it may stand in the way of the real one. */
export function preview(ask: Ask): Workflow {
  const { state, account, submission } = ask;
  const workflow = newWorkflow(ask, true, { faults: [] });
  const key = keyOf(submission);
  if (state.settings.whatifClaimsExternalId && key !== undefined && !account.known.has(key)) {
    claim(workflow, submission);
    addWorkflow(state, workflow);
  }
  return workflow;
}

function newWorkflow(
  { state, account, submission, exchange }: Ask,
  isPreview: boolean,
  plan: Pick<Workflow, 'faults' | 'statusShown'>,
): Workflow {
  const createdAt = state.world.now();
  let images = 0;
  const steps = submission.steps.map((template): Step => {
    const firstImage = images;
    const price = priceStep(template, state.settings);
    images += price.images;
    const { name, input, metadata } = template;
    const phase = { at: createdAt, lasts: 0 };
    const jobId = state.world.uuid();
    return { template, name, jobId, firstImage, ...price, status: 'unassigned', input, metadata, phase };
  });
  const { metadata, tags, allowMatureContent } = submission;
  state.lastIdAt = Math.max(createdAt, state.lastIdAt + 1);
  return {
    ...plan,
    // User and time, as in ids of the live service: `6-20250724193706680`. No two are of the same time.
    id: `${account.userId}-${new Date(state.lastIdAt).toISOString().replace(/\D/g, '')}`,
    account,
    submission,
    site: exchange.site,
    createdAt,
    isPreview,
    steps,
    cost: priceWorkflow(submission, state.settings),
    transactions: [],
    ended: new AbortController(),
    deliveries: Promise.resolve(),
    status: 'unassigned',
    metadata,
    tags,
    allowMatureContent,
    lostBlobsRefund: 0,
  };
}

/** The workflow that an equal submission has started: by its `externalId`, else by what it contains. */
function earlier({ state, account, submission }: Ask): Workflow | undefined {
  const find = (key = ''): Workflow | undefined => {
    const workflow = state.workflows.get(account.known.get(key) ?? '');
    return workflow && isGone(workflow) ? undefined : workflow;
  };
  const claimed = find(keyOf(submission));
  if (claimed !== undefined || !state.settings.dedupe) return claimed;
  const equal = find(contentOf(submission));
  return equal && hasFailed(equal) ? undefined : equal;
}

function claim({ id, account }: Workflow, submission: Submission): void {
  const key = keyOf(submission);
  if (key !== undefined) account.known.set(key, id);
}

function keyOf({ externalId }: Submission): string | undefined {
  return externalId === undefined ? undefined : `externalId ${externalId}`;
}

/** What two submissions must share to count as equal: steps and arguments. */
function contentOf({ steps, arguments: values }: Submission): string {
  const content = canonical([steps.map(({ type, name, input }) => [type, name, input]), values]);
  return createHash('sha256').update(content).digest('base64url');
}

function describe({
  submission,
  steps,
}: Workflow): Pick<Charge, 'model' | 'operation' | 'prompt' | 'images'> {
  const images = steps.reduce((sum, step) => sum + step.images, 0);
  const first = submission.steps.find(step => step.type === 'imageGen');
  const { model, isEdit, prompt } = readImageInput((first ?? submission.steps[0])?.input ?? {});
  if (first === undefined) return { model: 'promptEnhancement', operation: 'enhance', prompt, images };
  return { model, operation: isEdit ? 'edit' : 'generate', prompt, images };
}
