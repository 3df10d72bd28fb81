import type { Workflow, WorkflowStep } from './workflow.ts';

/**
 * Every reason that a step gives for images that are missing, from all the places it can stand in: engines that
 * are forwarded elsewhere, Grok among them, explain themselves in the jobs only.
 */
export function reasonsOf(step: WorkflowStep): string[] {
  const { output, jobs, metadata } = step;
  const failedJobs = jobs.filter(({ status }) => status !== 'succeeded');
  return unique([
    ...output.errors,
    ...failedJobs.flatMap(({ reason, blockedReason, error, message, errors }) => [
      reason,
      blockedReason,
      error,
      message,
      ...errors,
    ]),
    ...output.images.map(({ blockedReason }) => blockedReason),
    metadata.error,
    ...metadata.errors,
    step.reason,
    step.blockedReason,
  ]);
}

/** The reasons of all steps that did not succeed, or that have images to answer for. */
export function reasonsOfWorkflow({ steps }: Workflow): string[] {
  return unique(
    steps
      .filter(({ status, output }) => status !== 'succeeded' || output.images.length > 0)
      .flatMap(reasonsOf),
  );
}

/** Whether the content policy is the reason: the token `blocked`, a `blockedReason`, or prose that says so. */
export function isBlocked({ steps }: Workflow): boolean {
  return steps.some(
    step =>
      step.blockedReason !== undefined ||
      step.jobs.some(({ blockedReason }) => blockedReason !== undefined) ||
      step.output.images.some(({ blockedReason }) => blockedReason !== undefined) ||
      reasonsOf(step).some(saysBlocked),
  );
}

/** Whether a text speaks of a refusal by the content policy. */
export function saysBlocked(text: string): boolean {
  return /\bblocked\b|\bmoderat|content[ _-]?policy/i.test(text);
}

function unique(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.flatMap(text => text?.trim() || []))];
}
