import type { CivitaiProgress } from '../service/settings.ts';
import { hasEnded } from '../workflow/status.ts';
import type { Workflow, WorkflowStep } from '../workflow/workflow.ts';

/** How far a workflow is: the mean of its steps, of which each that is over counts in full. */
export function toProgress(
  workflow: Workflow,
  workflowId: string | undefined,
): Omit<CivitaiProgress, 'callId'> {
  const { steps, status = 'unknown' } = workflow;
  const current = steps.find(step => !hasEnded(step));
  const shares = steps.map(step => (hasEnded(step) ? 1 : shareOf(step)));
  const mean = shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return {
    workflowId: workflow.id ?? workflowId,
    status,
    progress: hasEnded(workflow) ? 1 : mean,
    queuePosition: current && queuePositionOf(current),
    step: current?.name,
  };
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
