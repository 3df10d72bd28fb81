import { orElse } from '@grok-image/core';
import { isRecord } from '@ai-sdk/provider-utils';
import * as z from 'zod/v4-mini';
import { CivitaiEventError } from './event-error.ts';
import { isFinal, knownStatus, type WorkflowStatus } from './status.ts';

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

const required = z.string().check(z.minLength(1));
const text = orElse(z.optional(required), undefined);
const record = orElse(z.optional(z.record(z.string(), z.unknown())), undefined);

const base = z.object({ workflowId: required, status: required });
const workflowEvent = z.extend(base, { timestamp: text, details: record });
const stepEvent = z.extend(base, { name: required, details: record });
const jobEvent = z.extend(base, {
  stepName: required,
  jobId: required,
  progress: orElse(z.optional(z.number()), undefined),
  reason: text,
  blockedReason: text,
  matureContent: orElse(z.optional(z.boolean()), undefined),
});

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
  // The kinds are told apart by their own fields too: only the name of the first is documented
  // (Civitai orchestration OpenAPI document v2, 2026-08-20).
  if (body['$type'] === 'job' || 'jobId' in body) {
    const { stepName: step, ...event } = parse(jobEvent, body);
    return { type: 'job', step, ...event, isFinal: isFinalStatus(event.status) };
  }
  if (body['$type'] === 'step' || 'name' in body) {
    const { name: step, ...event } = parse(stepEvent, body);
    return { type: 'step', step, ...event, isFinal: isFinalStatus(event.status) };
  }
  const event = parse(workflowEvent, body);
  return { type: 'workflow', ...event, isFinal: isFinalStatus(event.status) };
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

function parse<SCHEMA extends z.ZodMiniType>(schema: SCHEMA, body: unknown): z.infer<SCHEMA> {
  const parsed = z.safeParse(schema, body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new CivitaiEventError(`${fields} is missing or no text`, parsed.error);
}

function isFinalStatus(status: string): boolean {
  const known = knownStatus(status);
  return known !== undefined && isFinal(known);
}
