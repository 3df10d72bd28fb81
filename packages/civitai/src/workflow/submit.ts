import { APICallError } from '@ai-sdk/provider';
import {
  apiCallErrorArguments,
  GenerationFailedError,
  requestJson,
  wait,
  type Explain,
  type Failure,
  type GenerationDetails,
  type JsonResponse,
  type RateLimiter,
} from '@grok-image/core';
import {
  askAboutUrl,
  backoffMs,
  explainWrongUrl,
  retryAfterMs,
  throwIfAborted,
  toAdvisedError,
  type BaseUrls,
} from '@grok-image/core/internal';
import type { Connection } from '../service/connection.ts';
import { defaultBaseUrl } from '../service/settings.ts';
import { workflowsUrl } from '../service/workflows-url.ts';
import { adviceAfterLoss } from './advice.ts';
import { explainRefusal } from './refusal.ts';
import { hasEnded } from './status.ts';
import type { WorkflowTemplate } from './template.ts';
import type { Workflow } from './workflow.ts';
import { readWorkflow } from './read-workflow.ts';

/** Time for the body to travel, on top of what the service may hold the answer back, in milliseconds. */
const uploadPatienceMs = 120_000;

/** Longest wait that the service may ask for before the next attempt, in milliseconds; nothing is paid by asking again. */
const longestAskedWaitMs = 60_000;

/** How often in all the service may be out of reach before anything arrived, and how often a no may come in foreign words. */
const mostUnreached = 4;
const mostForeignRefusals = 16;

/** How often where nothing but what a wrong address answers has come, in about a minute. */
const mostStrayAnswers = 8;

/** What is known of a submit while it is under way. */
export interface SubmitLog {
  /** Whether an attempt is under way or was lost, so that a workflow may run. */
  mayRun: boolean;
  /** What the last attempt that failed met. */
  lastFailure: unknown;
}

/** How a workflow is submitted. */
export interface SubmitSettings {
  /** Seconds that the service may hold the answer back. */
  readonly wait: number;
  readonly hideMatureContent: boolean;
  readonly abortSignal: AbortSignal;
  /** Lets an attempt wait for its turn, until `startsBy` by `performance.now()`. */
  readonly limited: RateLimiter;
  readonly startsBy: number;
  /** With the `externalId` that collects the workflow, where there is one. */
  readonly details: GenerationDetails;
  readonly log: SubmitLog;
  /** What to say of a refusal of the engine's version, a whole sentence. */
  readonly hint?: string | undefined;
}

/**
 * Submits a workflow. Under a key (`details.externalId`) it is repeated until the deadline, whatever came back: one
 * workflow, one charge. What ends it before is a no in the service's own words, a service that cannot be reached at all,
 * and a no in foreign words that stays. Without a key it is sent once.
 *
 * @throws InsufficientFundsError, ContentModerationError or APICallError where nothing was started, GenerationFailedError
 * where an attempt may have started it, or the abort reason
 */
export async function submitWorkflow(
  connection: Connection,
  body: WorkflowTemplate,
  settings: SubmitSettings,
): Promise<JsonResponse<Workflow>> {
  const { abortSignal, details, hint, limited, log, startsBy } = settings;
  const urls: BaseUrls = { baseURL: connection.baseURL, usual: defaultBaseUrl };
  const isKeyed = details.externalId !== undefined;
  let isLost = false;
  let foreignRefusals = 0;
  for (let attempt = 1; ; attempt++) {
    if (!isLost) log.lastFailure = undefined;
    const met: { failure?: Failure } = {};
    const explain = (failure: Failure) => {
      met.failure = failure;
      // What an earlier attempt may have started, a later no does not undo.
      return isLost
        ? new APICallError(apiCallErrorArguments({ ...failure, outcome: 'unknown', isRetryable: false }))
        : (explainRefusal(failure, details) ??
            (hint !== undefined && failure.status === 400 && /version/i.test(failure.reason)
              ? toAdvisedError(failure, hint)
              : explainWrongUrl(failure, urls)));
    };
    const send = async () => {
      log.mayRun = true;
      try {
        // The first attempt is held until there is news; a repeated one asks only for the id.
        return await post(connection, body, {
          ...settings,
          wait: attempt === 1 ? settings.wait : 0,
          explain,
        });
      } catch (error) {
        // While it waits for another turn, nothing of it is on its way.
        log.mayRun = isLost || met.failure === undefined || meaningOf(met.failure) !== 'busy';
        throw error;
      }
    };
    try {
      // One that may have been carried out is asked for at once: it waits for no turn of its own.
      return isLost ? await send() : await limited(send, { modelId: details.modelId, abortSignal, startsBy });
    } catch (error) {
      throwIfAborted(abortSignal);
      const { failure } = met;
      if (failure === undefined && isLimited(error) && performance.now() >= startsBy) {
        await wait(backoffMs(attempt), abortSignal);
        continue;
      }
      if (failure === undefined || !isKeyed) throw error;
      const meaning = meaningOf(failure);
      if (meaning === 'refused') throw isLost ? toLostError(failure, details, urls, error) : error;
      if (meaning === 'lost' || meaning === 'foreign') isLost = true;
      log.mayRun = isLost;
      // What was never sent is no reason to give while an earlier attempt may have been carried out.
      if (!isLost || meaning === 'lost') log.lastFailure = error;
      if (meaning === 'foreign') foreignRefusals += 1;
      const isStray = foreignRefusals === attempt && askAboutUrl(failure, urls) !== undefined;
      if (foreignRefusals === (isStray ? mostStrayAnswers : mostForeignRefusals)) {
        throw toLostError(failure, details, urls, error);
      }
      const isHopeless = !failure.isRetryable || attempt === mostUnreached;
      if (meaning === 'unreached' && !isLost && isHopeless) throw error;
      await wait(pauseMs(failure, attempt), abortSignal);
    }
  }
}

/**
 * Its turn did not come. In time for an image, the caller has said how long to wait; after that, what the deadline says is
 * that nothing was started.
 */
function isLimited(error: unknown): boolean {
  return APICallError.isInstance(error) && error.statusCode === 429;
}

/** What the service asks for, within limits: with jitter, and with a floor, as some ask for no wait at all. */
function pauseMs({ headers = {} }: Failure, attempt: number): number {
  const asked = retryAfterMs(headers);
  if (asked === undefined) return backoffMs(attempt);
  const jitter = 1 + Math.random() / 10;
  return Math.max(backoffMs(Math.min(attempt, 3)), Math.min(longestAskedWaitMs, asked * jitter));
}

interface Attempt extends Pick<SubmitSettings, 'wait' | 'hideMatureContent' | 'abortSignal' | 'details'> {
  readonly explain: Explain;
}

function post(
  connection: Connection,
  body: WorkflowTemplate,
  { wait: seconds, hideMatureContent, abortSignal, details, explain }: Attempt,
): Promise<JsonResponse<Workflow>> {
  return requestJson({
    ...connection,
    patienceMs: seconds * 1000 + uploadPatienceMs,
    kind: 'once',
    method: 'POST',
    url: workflowsUrl(connection, undefined, {
      wait: seconds,
      hideMatureContent: hideMatureContent || undefined,
    }),
    body,
    abortSignal,
    action: `submit a workflow with ${details.modelId}`,
    advice: adviceAfterLoss(details.externalId),
    parse: json => readSubmitted(json, details.externalId !== undefined),
    explain,
  });
}

/**
 * A workflow that runs is of no use without its id, which the next attempt under the same key brings. An id without a
 * status, which every workflow has, is that of something else.
 */
function readSubmitted(json: unknown, isKeyed: boolean): Workflow {
  const workflow = readWorkflow(json);
  const { id, status, steps } = workflow;
  const isNamed = id !== undefined && (status !== undefined || steps.length > 0);
  if (isKeyed && !isNamed && !hasEnded(workflow)) throw new TypeError('it names no workflow');
  return workflow;
}

/**
 * What a failed attempt says: `unreached` that nothing was sent, `busy` that the service turned it away, `refused` that
 * the service itself said no, `foreign` that something did, and `lost` that a workflow may have been started.
 */
function meaningOf({
  outcome,
  status,
  body,
}: Failure): 'unreached' | 'busy' | 'refused' | 'foreign' | 'lost' {
  if (status === undefined) return outcome === 'not-started' ? 'unreached' : 'lost';
  if (status === 429) return 'busy';
  if (outcome === 'refused') return 'refused';
  if (status < 300 && body?.form === 'page') return 'foreign';
  return status >= 300 && status < 500 && status !== 408 && status !== 409 ? 'foreign' : 'lost';
}

function toLostError(
  failure: Failure,
  details: GenerationDetails,
  urls: BaseUrls,
  cause: unknown,
): GenerationFailedError {
  const { action, reason } = failure;
  const question = askAboutUrl(failure, urls);
  return new GenerationFailedError({
    ...details,
    message: `Failed to ${action}: ${reason}. An attempt may have been carried out and billed. ${adviceAfterLoss(details.externalId)}${question === undefined ? '' : ` ${question}`}`,
    reasons: [reason],
    cause,
  });
}
