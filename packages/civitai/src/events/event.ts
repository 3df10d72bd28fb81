import { isRecord } from '@ai-sdk/provider-utils';
import { flagField, lenient, numberField, textField } from '@grok-image/core';
import { isArrayBuffer, isBytes, lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
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

/** What every event says. */
const base = () => ({ status: z.string().min(1), workflowId: z.string().min(1) });

// Pure, so that a bundle which reads no events has none of these.
const details = () => lenient(z.record(z.string(), z.unknown()));

const workflowEventSchema = /* @__PURE__ */ lazy(() =>
  z.object({ ...base(), timestamp: textField(), details: details() }),
);

const stepEventSchema = /* @__PURE__ */ lazy(() =>
  z.object({ ...base(), name: z.string().min(1), details: details() }),
);

const jobEventSchema = /* @__PURE__ */ lazy(() =>
  z.object({
    ...base(),
    stepName: z.string().min(1),
    jobId: z.string().min(1),
    progress: numberField(),
    reason: textField(),
    blockedReason: textField(),
    matureContent: flagField(),
  }),
);

/**
 * What tells the kinds apart: only the type of the first is documented, so that where the type is none of the three, the
 * kind's own field does (Civitai orchestration OpenAPI document v2, 2026-08-20). A field that is null is absent.
 */
const kindSchema = /* @__PURE__ */ lazy(() =>
  z.object({
    $type: lenient(z.enum(['workflow', 'step', 'job'])),
    jobId: z.unknown().optional(),
    name: z.unknown().optional(),
  }),
);

/**
 * Reads an event that Civitai posted to a callback address, from the request or from its body: parsed, as text or as bytes. Events
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
  const { $type, jobId, name } = read(kindSchema(), body);
  const type = $type ?? (isGiven(jobId) ? 'job' : isGiven(name) ? 'step' : 'workflow');
  if (type === 'job') {
    const { stepName, ...event } = read(jobEventSchema(), body);
    return { type, isFinal: hasEnded(event), step: stepName, ...event };
  }
  if (type === 'step') {
    const { name: step, ...event } = read(stepEventSchema(), body);
    return { type, isFinal: hasEnded(event), step, ...event };
  }
  const event = read(workflowEventSchema(), body);
  return { type, isFinal: hasEnded(event), ...event };
}

function isGiven(field: unknown): boolean {
  return field !== undefined && field !== null;
}

async function readBody(request: unknown): Promise<unknown> {
  try {
    // By its method, because a request may come from another realm or library.
    if (isRecord(request) && typeof request['json'] === 'function') return await request['json']();
    const text = isBytes(request) || isArrayBuffer(request) ? new TextDecoder().decode(request) : request;
    return typeof text === 'string' ? JSON.parse(text) : text;
  } catch (error) {
    throw new CivitaiEventError('the body is no JSON', error);
  }
}

function read<SCHEMA extends z.ZodType>(schema: SCHEMA, body: unknown): z.output<SCHEMA> {
  const { data, error } = schema.safeParse(body);
  if (data !== undefined) return data;
  const field = error?.issues[0]?.path[0];
  throw new CivitaiEventError(
    field === undefined ? 'the body is no JSON object' : `${String(field)} is missing or no text`,
  );
}
