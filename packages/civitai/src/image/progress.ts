import type { CivitaiPaidPicture, CivitaiProgress } from '../service/settings.ts';
import { hasEnded } from '../workflow/status.ts';
import type { Workflow, WorkflowStep } from '../workflow/workflow.ts';
import { readResult } from './result.ts';

/** How far a workflow is: the mean of its steps, of which each that is over counts in full. */
export function toProgress(
  workflow: Workflow,
  workflowId: string | undefined,
): Omit<CivitaiProgress, 'callId'> {
  const { steps, status = 'unknown' } = workflow;
  const current = steps.find(step => !hasEnded(step));
  const shares = steps.map(step => (hasEnded(step) ? 1 : shareOf(step)));
  const mean = shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const paid = hasEnded(workflow) ? [] : paidSoFar(workflow);
  return {
    workflowId: workflow.id ?? workflowId,
    status,
    progress: hasEnded(workflow) ? 1 : mean,
    queuePosition: current && queuePositionOf(current),
    step: current?.name,
    ...(paid.length > 0 && { paid }),
  };
}

/** The pictures of the steps that are over, while others run. */
function paidSoFar(workflow: Workflow): CivitaiPaidPicture[] {
  const steps = workflow.steps.map(step => (hasEnded(step) ? step : { ...step, images: [] }));
  const { images } = readResult({ ...workflow, steps }, { n: undefined, hideMatureContent: false });
  return images.map(({ index, blob: { id: blobId, url } }) => ({ index, url, blobId }));
}

function shareOf({ estimatedProgressRate, jobs }: WorkflowStep): number {
  const ofJobs = jobs.flatMap(job => (hasEnded(job) ? 1 : (job.estimatedProgressRate ?? [])));
  const rate = estimatedProgressRate ?? (ofJobs.length === 0 ? 0 : Math.max(...ofJobs));
  return Math.min(1, Math.max(0, rate));
}

function queuePositionOf({ jobs, queuePosition }: WorkflowStep): number | undefined {
  const waiting = jobs.flatMap(job => (hasEnded(job) ? [] : (job.queuePosition ?? [])));
  return waiting[0] ?? queuePosition;
}
