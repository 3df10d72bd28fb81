import type { Account } from './account.ts';
import { priceStep, priceWorkflow } from './money.ts';
import type { CivitaiState } from './state.ts';
import type { Submission } from './submission.ts';
import type { Step, Workflow } from './workflow.ts';

/** A workflow that is priced, and neither known to anybody nor paid. */
export function newWorkflow(
  state: CivitaiState,
  account: Account,
  submission: Submission,
  {
    statusShown,
    ...plan
  }: Pick<Workflow, 'site' | 'faults' | 'isPreview'> & { readonly statusShown: string | undefined },
): Workflow {
  const createdAt = state.world.now();
  let firstImage = 0;
  const steps = submission.steps.map((template): Step => {
    const { images, cost } = priceStep(template, state.settings);
    const step: Step = {
      template,
      name: template.name,
      jobId: state.world.uuid(),
      firstImage,
      images,
      cost,
      status: 'unassigned',
      input: template.input,
      metadata: template.metadata,
      phase: { at: createdAt, lasts: 0 },
    };
    firstImage += images;
    return step;
  });
  return {
    id: nextId(state, account, createdAt),
    account,
    submission,
    ...plan,
    createdAt,
    steps,
    cost: priceWorkflow(submission, state.settings),
    transactions: [],
    ended: new AbortController(),
    status: 'unassigned',
    ...(statusShown === undefined ? {} : { statusShown }),
    metadata: submission.metadata,
    tags: submission.tags,
    allowMatureContent: submission.allowMatureContent,
    lostBlobsRefund: 0,
  };
}

/** User and time, as in ids of the live service: `6-20250724193706680`. No two are of the same time. */
function nextId(state: CivitaiState, { userId }: Account, at: number): string {
  state.lastIdAt = Math.max(at, state.lastIdAt + 1);
  return `${userId}-${new Date(state.lastIdAt).toISOString().replace(/\D/g, '')}`;
}
