import type { Workflow, WorkflowStep } from './workflow.ts';

/**
 * Every reason that a step gives for images that are missing, from all the places it can stand in: engines that
 * are forwarded elsewhere, Grok among them, explain themselves in the jobs only.
 */
export function reasonsOf(step: WorkflowStep): string[] {
  return unique([
    ...step.errors,
    ...step.jobs.flatMap(({ status, reasons }) => (status === 'succeeded' ? [] : reasons)),
    ...step.images.map(({ blockedReason }) => blockedReason),
    ...step.reasons,
  ]);
}

/** The reasons of all steps that did not succeed, or that have images to answer for. */
export function reasonsOfWorkflow({ steps }: Workflow): string[] {
  return unique(
    steps.filter(({ status, images }) => status !== 'succeeded' || images.length > 0).flatMap(reasonsOf),
  );
}

/** Whether the content policy is the reason: the token `blocked`, a `blockedReason`, or prose that says so. */
export function isBlocked({ steps }: Workflow): boolean {
  return steps.some(
    step =>
      [step, ...step.jobs, ...step.images].some(({ blockedReason }) => blockedReason !== undefined) ||
      reasonsOf(step).some(saysBlocked),
  );
}

/** Whether a text speaks of a refusal by the content policy. */
export function saysBlocked(text: string): boolean {
  return /\bblocked\b|\bmoderat(?:ed|ion)\b|content[ _-]?policy/i.test(text);
}

function unique(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.flatMap(text => text?.trim() || []))];
}
