import { APICallError } from '@ai-sdk/provider';
import { requestJson, wait, withDeadline, type JsonRequest, type JsonResponse } from '@grok-image/core';
import { throwIfAborted, timeoutSignal } from '@grok-image/core/internal';
import type { Connection } from '../service/connection.ts';
import { workflowsUrl } from '../service/workflows-url.ts';
import { findInList } from './find.ts';
import { hasEnded } from './status.ts';
import type { Workflow } from './workflow.ts';

/** Nobody waits for a cancel, so it may not go on for long, in milliseconds. */
const longestMs = 15_000;

/**
 * Longest time for a request and its repeats without an answer, in milliseconds. It has arrived by then or never will, and
 * a service that hangs must not keep the process alive.
 */
const patienceMs = 5000;

/** When a submit that was broken off is looked for, in milliseconds: it may still be on its way into the list. */
const firstLookups = [0, 300, 1000];
const laterLookupMs = 3000;

/** What is known of the workflow to cancel: its id, or only what it looks like in the list. */
export interface Cancellable {
  readonly workflowId: string | undefined;
  readonly isIt: (workflow: Workflow) => boolean;
}

/**
 * Cancels a workflow as far as that is possible. Never rejects, and is not tied to the caller's signal, which is
 * aborted by then. A workflow whose id did not arrive any more, or is not known yet, is looked for in the list, which
 * cannot start one, as repeating the submit could.
 */
export async function cancelWorkflow(connection: Connection, target: Cancellable): Promise<void> {
  const abortSignal = timeoutSignal(longestMs);
  const { workflowId } = target;
  try {
    if (workflowId !== undefined && (await isCanceled(connection, workflowId, abortSignal))) return;
    const found = await find(connection, target, abortSignal);
    if (found !== undefined) await putCanceled(connection, found, abortSignal);
  } catch {
    // Best effort: the caller was already told the reason of the abort, and a workflow that is over, gone or out of
    // reach (409, no network) cannot be canceled by anyone.
  }
}

/** Cancels by an id that came; `false` where the service does not know it, as one that was started just now it may not yet. */
async function isCanceled(
  connection: Connection,
  workflowId: string,
  abortSignal: AbortSignal,
): Promise<boolean> {
  try {
    await putCanceled(connection, workflowId, abortSignal);
    return true;
  } catch (error) {
    if (APICallError.isInstance(error) && error.statusCode === 404) return false;
    throw error;
  }
}

async function putCanceled(
  connection: Connection,
  workflowId: string,
  abortSignal: AbortSignal,
): Promise<void> {
  await send({
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

/** Looks for a workflow until time is up. */
async function find(
  connection: Connection,
  { isIt }: Cancellable,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  for (let lookup = 0; ; lookup++) {
    await wait(firstLookups[lookup] ?? laterLookupMs, abortSignal);
    try {
      const found = await findInList(connection, isIt, { send, abortSignal });
      if (found) return hasEnded(found) ? undefined : found.id;
    } catch (error) {
      // A list that is out of order may be there at the next look; one that hangs is given up.
      throwIfAborted(abortSignal);
      if (!APICallError.isInstance(error)) throw error;
    }
  }
}

function send<T>({ abortSignal, ...request }: JsonRequest<T>): Promise<JsonResponse<T>> {
  const onTimeout = () => new RangeError(`No answer within ${patienceMs} ms.`);
  return withDeadline({ timeoutMs: patienceMs, abortSignal, onTimeout }, signal =>
    requestJson({ ...request, abortSignal: signal }),
  );
}
