import { isRecord } from '@ai-sdk/provider-utils';
import { flagOf, numberOf, textOf } from '@grok-image/core';
import { hasEnded, type WorkflowStatus } from '../workflow/status.ts';
import { CivitaiEventError } from './event-error.ts';

/** What every event says. */
interface EventBase {
  workflowId: string;
  /** A status that this version knows, or a newer one in the service's words. */
  status: WorkflowStatus | (string & {});
  /** Whether the status never changes again. */
  isFinal: boolean;
}

/** The workflow changed. `workflowId`, `status` and `timestamp` together tell a repeated delivery from a new event. */
export interface CivitaiWorkflowEvent extends EventBase {
  type: 'workflow';
  /** ISO 8601. */
  timestamp?: string | undefined;
  /** Steps with their output, when the callback is `detailed`. */
  details?: Record<string, unknown> | undefined;
}

/** A step changed. */
export interface CivitaiStepEvent extends EventBase {
  type: 'step';
  /** Name of the step. */
  step: string;
  /** Input and output, when the callback is `detailed`. */
  details?: Record<string, unknown> | undefined;
}

/** A job, one run of a step, changed. */
export interface CivitaiJobEvent extends EventBase {
  type: 'job';
  /** Name of the job's step. */
  step: string;
  jobId: string;
  /** 0 to 1. */
  progress?: number | undefined;
  /** Why it failed. */
  reason?: string | undefined;
  /** What the content policy objects to. */
  blockedReason?: string | undefined;
  matureContent?: boolean | undefined;
}

/** What Civitai posts to a callback address; `type` tells the three kinds apart. */
export type CivitaiEvent = CivitaiWorkflowEvent | CivitaiStepEvent | CivitaiJobEvent;

/**
 * Reads an event that Civitai posted to a callback address, from the request or from its body, parsed or not. Events
 * carry no signature: put a secret into the address and check it first.
 *
 * @throws CivitaiEventError when it is none
 * @example
 * export async function POST(request: Request) {
 *   const event = await parseCivitaiEvent(request);
 *   if (event.type === 'workflow' && event.isFinal) await collect(event.workflowId);
 *   return new Response();
 * }
 */
export async function parseCivitaiEvent(request: unknown): Promise<CivitaiEvent> {
  const body = await readBody(request);
  const { $type, jobId, name, timestamp, details, progress, reason, blockedReason, matureContent } = body;
  const status = required(body, 'status');
  const base: EventBase = { workflowId: required(body, 'workflowId'), status, isFinal: hasEnded({ status }) };
  // The kinds are told apart by their own fields too: only the name of the first is documented
  // (Civitai orchestration OpenAPI document v2, 2026-08-20).
  if ($type === 'job' || jobId !== undefined) {
    return {
      type: 'job',
      ...base,
      step: required(body, 'stepName'),
      jobId: required(body, 'jobId'),
      progress: numberOf(progress),
      reason: textOf(reason),
      blockedReason: textOf(blockedReason),
      matureContent: flagOf(matureContent),
    };
  }
  const output = isRecord(details) ? details : undefined;
  return $type === 'step' || name !== undefined
    ? { type: 'step', ...base, step: required(body, 'name'), details: output }
    : { type: 'workflow', ...base, timestamp: textOf(timestamp), details: output };
}

async function readBody(request: unknown): Promise<Record<string, unknown>> {
  const body = await readJson(request);
  if (isRecord(body)) return body;
  throw new CivitaiEventError('the body is no JSON object');
}

async function readJson(request: unknown): Promise<unknown> {
  try {
    // By its method, because a request may come from another realm or library.
    if (isRecord(request) && typeof request['json'] === 'function') return await request['json']();
    return typeof request === 'string' ? JSON.parse(request) : request;
  } catch (error) {
    throw new CivitaiEventError('the body is no JSON', error);
  }
}

function required(body: Readonly<Record<string, unknown>>, field: string): string {
  const text = textOf(body[field]);
  if (text === undefined) throw new CivitaiEventError(`${field} is missing or no text`);
  return text;
}
