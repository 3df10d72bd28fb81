import {
  abortReasonOf,
  createProgressReporter,
  findDifferences,
  randomId,
  resumeOf,
  withDeadline,
  type ImageBackend,
  type ImageRequest,
  type ImageResponse,
  type RateLimiter,
} from '@grok-image/core';
import { createConnection } from '../service/connection.ts';
import { defaultTimeoutMs, type CivitaiProgress, type CivitaiProviderSettings } from '../service/settings.ts';
import { workflowsUrl } from '../service/workflows-url.ts';
import { cancelWorkflow } from '../workflow/cancel.ts';
import { hasOtherPrompt, isStartedBy, isWorkflowOf, usedKey } from '../workflow/identity.ts';
import { hasEnded } from '../workflow/status.ts';
import { submitWorkflow } from '../workflow/submit.ts';
import { readWorkflowOnce, watchWorkflow } from '../workflow/watch.ts';
import type { Workflow } from '../workflow/workflow.ts';
import { deliver } from './deliver.ts';
import { maxImagesPerRequest, modelOf, type CivitaiModel } from './models.ts';
import { readOptions } from './options.ts';
import { toProgress } from './progress.ts';
import { toCollectWarnings, toWorkflow } from './request.ts';
import { idOf, toTimeoutError, type Run } from './run.ts';
import { renewSources, toSources, type Source } from './sources.ts';

/** Seconds that the service holds an answer back: comfortable for one or two images (developer.civitai.com, 2026-08). */
const defaultWait = 60;

/**
 * Makes the backend of one model.
 *
 * @throws NoSuchModelError for an id that is not one of Grok
 */
export function createBackend(
  modelId: string,
  settings: CivitaiProviderSettings,
  limited: RateLimiter = send => send(),
): ImageBackend {
  const model = modelOf(modelId);
  return {
    provider: 'civitai.image',
    metadataKey: 'civitai',
    modelId,
    maxImagesPerRequest,
    timeoutMs: settings.timeout ?? defaultTimeoutMs,
    supportsFiles: true,
    supportsMask: false,
    generate: request => generate(request, { modelId, model, settings, limited }),
  };
}

/** The model that is asked, and how. */
interface Target {
  readonly modelId: string;
  readonly model: CivitaiModel;
  readonly settings: CivitaiProviderSettings;
  /** Lets a submit wait for its turn. */
  readonly limited: RateLimiter;
}

async function generate(
  request: ImageRequest,
  { modelId, model, settings, limited }: Target,
): Promise<ImageResponse> {
  const options = readOptions(request.options);
  const { workflowId, externalId: ownKey, ephemeral } = options;
  // The service forgets the key of what it does not keep.
  const externalId = ownKey ?? (ephemeral ? false : randomId());
  const keys = { externalId: externalId || undefined, createNonce: randomId };
  const sources = workflowId === undefined ? toSources(request, options) : [];
  const toRequest = (sent: readonly Source[]) => {
    const images = sent.map(({ image }) => image);
    return toWorkflow(request, images, options, model, keys);
  };
  const workflow = workflowId === undefined ? toRequest(sources) : undefined;
  const connection = createConnection(settings, request.headers);
  const progress = createProgressReporter<CivitaiProgress>(settings.onProgress);
  const { timeout: timeoutMs = defaultTimeoutMs } = settings;
  const { abortSignal, endsAt } = request;
  const key = ephemeral ? undefined : workflow?.body.externalId;
  const run: Run = {
    request,
    options,
    settings,
    connection,
    limited,
    workflow,
    sources,
    toRequest,
    timeoutMs,
    report: event =>
      progress.report({
        callId: request.callId,
        workflowId: run.details.workflowId,
        externalId: key,
        resume: resumeOf(run.details),
        progress: 0,
        queuePosition: undefined,
        step: undefined,
        ...event,
      }),
    log: { mayRun: false, lastFailure: undefined },
    details: { provider: 'civitai.image', modelId, workflowId, externalId: key },
    state: 'unsubmitted',
    isOthers: false,
  };
  try {
    const onTimeout = () => toTimeoutError(run);
    const deadline = { timeoutMs: endsAt - performance.now(), abortSignal, onTimeout };
    const made = await withDeadline(deadline, signal => make(run, signal));
    // Outside the deadline, which would throw away the siblings of an image that is slow to fetch.
    const response = await collect(run, made);
    return {
      ...response,
      warnings: [
        ...(workflow?.warnings ?? toCollectWarnings(request, options)),
        ...response.warnings,
        ...findDifferences(response.images, workflow?.asked ?? {}),
        ...progress.warnings(),
      ],
    };
  } catch (error) {
    const isAborted = abortSignal?.aborted === true && error === abortReasonOf(abortSignal);
    // In the background: the caller has the reason at once, and `cancelWorkflow` never rejects.
    if (isAborted && run.state === 'running' && !run.isOthers && !ephemeral) {
      void cancelWorkflow(connection, {
        workflowId: run.details.workflowId,
        isIt: found => run.workflow !== undefined && isWorkflowOf(found, run.workflow.body, ownKey),
      });
    }
    throw error;
  }
}

/** A workflow that has ended, and the headers of the answer to its submit. */
interface EndedWorkflow {
  readonly workflow: Workflow;
  readonly headers: Record<string, string> | undefined;
}

/** Submits or adopts a workflow and waits for its end. */
async function make(run: Run, abortSignal: AbortSignal): Promise<EndedWorkflow> {
  const { options, settings, connection } = run;
  const { hideMatureContent = false } = options;
  const wait = options.wait ?? (settings.onProgress === undefined ? defaultWait : 0);
  const onLook = (seen: Workflow) => run.report(toProgress(seen, run.details.workflowId));
  const watch = (workflowId: string) =>
    watchWorkflow(connection, workflowId, {
      wait: Math.max(1, wait),
      hideMatureContent,
      isAdopted: run.workflow === undefined,
      abortSignal,
      details: run.details,
      onLook,
    });

  let headers: Record<string, string> | undefined;
  let workflow: Workflow;
  if (run.workflow === undefined) {
    workflow = await watch(options.workflowId ?? '');
  } else {
    const sources = await renewSources(run.sources, connection, abortSignal);
    if (sources !== run.sources) run.workflow = run.toRequest(sources);
    const { body } = run.workflow;
    run.state = 'running';
    run.report({ status: 'submitting' });
    const submitted = await submitWorkflow(connection, body, {
      wait: firstWait(wait, run),
      hideMatureContent,
      abortSignal,
      limited: run.limited,
      startsBy: run.request.startsBy,
      details: run.details,
      log: run.log,
    });
    headers = submitted.headers;
    workflow = submitted.value;
    run.details = { ...run.details, workflowId: workflow.id };
    if (options.externalId) {
      run.isOthers = !isStartedBy(workflow, body);
      if (hasOtherPrompt(workflow, body)) throw usedKey(options.externalId, workflow.id);
    }
    onLook(workflow);
    if (!hasEnded(workflow)) workflow = await watch(idOf(workflow, run));
  }
  run.state = 'over';
  return { workflow, headers };
}

/** Fetches what an ended workflow made. */
function collect(run: Run, { workflow, headers }: EndedWorkflow): Promise<ImageResponse> {
  const { connection, workflow: submission, options } = run;
  const { hideMatureContent = false } = options;
  const workflowId = workflow.id ?? run.details.workflowId;
  return deliver(workflow, connection, {
    n: submission && run.request.n,
    hideMatureContent,
    modelId: modelOf(run.details.modelId).id,
    details: { ...run.details, workflowId },
    request: {
      url: workflowsUrl(connection, workflowId),
      body: submission?.body ?? {},
      hasOwnKey: submission !== undefined && Boolean(options.externalId),
    },
    headers,
    abortSignal: run.request.abortSignal,
    endsAt: run.request.endsAt,
    onPaid: paid => run.report({ status: workflow.status ?? 'unknown', progress: 1, paid }),
    readAgain: signal =>
      readWorkflowOnce(connection, workflowId ?? '', { wait: 0, hideMatureContent }, signal),
  });
}

/**
 * Seconds that the submit may be held: so few that its answer, which carries the id, comes before the deadline, and
 * none to begin with when somebody watches the progress. An ephemeral workflow is refused without any.
 */
function firstWait(wait: number, { options, timeoutMs }: Run): number {
  const least = options.ephemeral && !options.callbacks?.length ? 1 : 0;
  return Math.max(least, Math.min(wait, Math.floor(timeoutMs / 2000)));
}
