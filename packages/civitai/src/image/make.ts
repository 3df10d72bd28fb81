import type { Workflow } from '../workflow/workflow.ts';
import { hasOtherPrompt, isOfAnotherCall, usedKey } from '../workflow/identity.ts';
import { hasEnded } from '../workflow/status.ts';
import { submitWorkflow } from '../workflow/submit.ts';
import { watchWorkflow } from '../workflow/watch.ts';
import { meantBy } from './grok.ts';
import { toProgress } from './progress.ts';
import type { WorkflowRequest } from './request.ts';
import { idOf, type Run } from './run.ts';
import { renewSources } from './sources.ts';

/** Seconds that the service holds an answer back: comfortable for one or two images (developer.civitai.com, 2026-08). */
const defaultWait = 60;

/** A workflow as it was last seen, and the headers of the answer to its submit. */
export interface SeenWorkflow {
  readonly workflow: Workflow;
  readonly headers: Record<string, string> | undefined;
}

/** Submits or adopts a workflow and waits for its end. */
export async function make(run: Run, abortSignal: AbortSignal): Promise<SeenWorkflow> {
  const wait = waitOf(run);
  const submitted =
    run.workflow === undefined
      ? undefined
      : await submit(run, run.workflow, firstWait(wait, run), abortSignal);
  if (submitted && hasEnded(submitted.workflow)) {
    run.state = 'over';
    return submitted;
  }
  const workflowId = submitted ? idOf(submitted.workflow, run) : (run.options.workflowId ?? '');
  const workflow = await watchWorkflow(run.connection, workflowId, {
    wait: Math.max(1, wait),
    hideMatureContent: run.options.hideMatureContent ?? false,
    isAdopted: submitted === undefined,
    abortSignal,
    endsAt: run.request.endsAt,
    details: run.details,
    onLook: seen => run.report(toProgress(seen, run.details.workflowId)),
  });
  run.state = 'over';
  return { workflow, headers: submitted?.headers };
}

/**
 * Submits a workflow.
 *
 * @param wait - seconds that the answer may be held back
 */
export async function submit(
  run: Run,
  prepared: WorkflowRequest,
  wait: number,
  abortSignal: AbortSignal,
): Promise<SeenWorkflow> {
  const { options, connection } = run;
  const sources = await renewSources(run.sources, connection, abortSignal);
  const { body } = sources === run.sources ? prepared : (run.workflow = run.toRequest(sources));
  run.state = 'running';
  run.report({ status: 'submitting' });
  const meant = meantBy(run.details.modelId);
  const { value: workflow, headers } = await submitWorkflow(connection, body, {
    wait,
    hideMatureContent: options.hideMatureContent ?? false,
    abortSignal,
    limited: run.limited,
    startsBy: run.request.startsBy,
    details: run.details,
    log: run.log,
    hint: meant && `Did you mean ${meant}?`,
  });
  run.details = { ...run.details, workflowId: workflow.id };
  run.isOthers = isOfAnotherCall(workflow, body, options);
  if (options.externalId && hasOtherPrompt(workflow, body)) throw usedKey(options.externalId, workflow.id);
  run.report(toProgress(workflow, run.details.workflowId));
  return { workflow, headers };
}

function waitOf({ options, settings }: Run): number {
  return options.wait ?? (settings.onProgress === undefined ? defaultWait : 0);
}

/**
 * Seconds that the submit may be held: so few that its answer, which carries the id, comes before the deadline, and
 * none to begin with when somebody watches the progress. An ephemeral workflow is refused without any.
 */
function firstWait(wait: number, { options, timeoutMs }: Run): number {
  const least = options.ephemeral && !options.callbacks?.length ? 1 : 0;
  return Math.max(least, Math.min(wait, Math.floor(timeoutMs / 2000)));
}
