import { requestJson, wait, timeoutSignal } from '@grok-image/core';
import type { Connection } from '../service/connection.ts';
import { workflowsUrl } from '../service/workflows-url.ts';
import { hasEnded } from './status.ts';
import { readWorkflows, type Workflow } from './workflow.ts';

/** Nobody waits for a cancel, so it may not go on for long, in milliseconds. */
const longestMs = 15_000;

/** When a submit that was broken off is looked for, in milliseconds: it may still be on its way into the list. */
const lookups = [0, 300, 1000, 3000];

/** How many of the newest workflows are looked through. */
const newest = 50;

/** What is known of the workflow to cancel: its id, or only the key it was submitted under. */
export interface Cancellable {
  readonly workflowId: string | undefined;
  readonly externalId: string | undefined;
}

/**
 * Cancels a workflow as far as that is possible. Never rejects, and is not tied to the caller's signal, which is
 * aborted by then. A workflow whose id did not arrive any more is found by its key, which cannot start one, as
 * repeating the submit could.
 */
export async function cancelWorkflow(connection: Connection, target: Cancellable): Promise<void> {
  const abortSignal = timeoutSignal(longestMs);
  try {
    const workflowId = target.workflowId ?? (await findByKey(connection, target.externalId, abortSignal));
    if (workflowId !== undefined) await putCanceled(connection, workflowId, abortSignal);
  } catch {
    // Best effort: the caller was already told the reason of the abort, and a workflow that is over, gone or out of
    // reach (404, 409, no network) cannot be canceled by anyone.
  }
}

async function putCanceled(
  connection: Connection,
  workflowId: string,
  abortSignal: AbortSignal,
): Promise<void> {
  await requestJson({
    ...connection,
    kind: 'repeatable',
    method: 'PUT',
    url: workflowsUrl(connection, workflowId),
    body: { status: 'canceled' },
    abortSignal,
    action: `cancel workflow ${workflowId}`,
    unpaid: 'It may have been cancelled.',
    advice: '',
    parse: () => undefined,
  });
}

async function findByKey(
  connection: Connection,
  externalId: string | undefined,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  if (externalId === undefined) return undefined;
  for (const waitMs of lookups) {
    await wait(waitMs, abortSignal);
    const { value: workflows } = await requestJson({
      ...connection,
      kind: 'read',
      method: 'GET',
      // The list leaves mature ones out unless it is told not to.
      url: workflowsUrl(connection, undefined, { take: newest, hideMatureContent: false }),
      abortSignal,
      action: 'find a workflow by its key',
      advice: '',
      parse: readWorkflows,
    });
    const found = workflows.find(workflow => isKeyOf(workflow, externalId));
    if (found) return hasEnded(found) ? undefined : found.id;
  }
  return undefined;
}

/** The service puts the account in front of the key (Civitai orchestration OpenAPI document v2, 2026-08-20). */
function isKeyOf(workflow: Workflow, externalId: string): boolean {
  return workflow.externalId === externalId || workflow.externalId?.endsWith(`-${externalId}`) === true;
}
