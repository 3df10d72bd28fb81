import {
  findDifferences,
  invalidArgument,
  withDeadline,
  type ImageBackend,
  type ImageResponse,
  type StartedRequest,
} from '@grok-image/core';
import { abortReasonOf } from '@grok-image/core/internal';
import { defaultTimeoutMs } from '../service/settings.ts';
import { workflowsUrl } from '../service/workflows-url.ts';
import { cancelWorkflow } from '../workflow/cancel.ts';
import { isWorkflowOf } from '../workflow/identity.ts';
import { readWorkflowOnce } from '../workflow/watch.ts';
import { deliver } from './deliver.ts';
import { findEchoedDifferences } from './echo.ts';
import { make, submit, type SeenWorkflow } from './make.ts';
import { maxImagesPerRequest } from './model.ts';
import { optionFields } from './options.ts';
import { prepare, type Target } from './prepare.ts';
import { toCollectWarnings } from './request.ts';
import { idOf, toTimeoutError, type Run } from './run.ts';

/** Makes the backend of one model. */
export function createBackend(target: Target): ImageBackend {
  const { model, modelId } = target;
  const { maxFiles, mask, seed } = model.capabilities;
  return {
    provider: 'civitai.image',
    metadataKey: 'civitai',
    optionKeys: {
      // Of the options of other engines, the one that has the looks of another provider's object.
      names: [...Object.keys(optionFields), 'loras'],
      mistaken: ['grok'],
      sisters: ['xai'],
    },
    modelId,
    maxImagesPerRequest,
    maxImages: target.settings.maxImages,
    describePrice: model.describePrice,
    timeoutMs: target.settings.timeout ?? defaultTimeoutMs,
    service: 'Civitai',
    supportsFiles: maxFiles > 0,
    supportsMask: mask,
    supportsSeed: seed,
    generate: async request => generate(await prepare(request, target)),
    start: async request => start(await prepare(request, target)),
  };
}

async function generate(run: Run): Promise<ImageResponse> {
  const { request, options, workflow } = run;
  return underway(run, async () => {
    const made = await withinTime(run, signal => make(run, signal));
    // Outside the deadline, which would throw away the siblings of an image that is slow to fetch.
    const response = await collect(run, made);
    return {
      ...response,
      warnings: [
        ...(workflow?.warnings ?? toCollectWarnings(request, options)),
        ...response.warnings,
        ...findDifferences(response.images, workflow?.asked ?? {}),
        ...(workflow ? findEchoedDifferences(made.workflow, workflow.body) : []),
        ...run.progressWarnings(),
      ],
    };
  });
}

/** Submits a workflow, and asks only for its id. */
async function start(run: Run): Promise<StartedRequest> {
  const { options, workflow } = run;
  if (workflow === undefined || options.ephemeral) {
    const name = options.ephemeral ? 'ephemeral' : 'workflowId';
    const accepted = 'no value for a start, which is collected later';
    throw invalidArgument(`providerOptions.civitai.${name}`, options[name], accepted);
  }
  return underway(run, async () => {
    const seen = await withinTime(run, signal => submit(run, workflow, 0, signal));
    const warnings = [...workflow.warnings, ...run.progressWarnings()];
    return { resume: { workflowId: idOf(seen.workflow, run) }, images: [], warnings };
  });
}

function withinTime<T>(run: Run, work: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  const { abortSignal, endsAt } = run.request;
  const onTimeout = () => toTimeoutError(run);
  return withDeadline({ timeoutMs: endsAt - performance.now(), abortSignal, onTimeout }, work);
}

/** Does what a call does, and cancels what it has started when its caller aborts it. */
async function underway<T>(run: Run, work: () => Promise<T>): Promise<T> {
  const { connection, options } = run;
  const { abortSignal } = run.request;
  try {
    return await work();
  } catch (error) {
    const isAborted = abortSignal?.aborted === true && error === abortReasonOf(abortSignal);
    // In the background: the caller has the reason at once, and `cancelWorkflow` never rejects.
    if (isAborted && run.state === 'running' && !run.isOthers && !options.ephemeral) {
      void cancelWorkflow(connection, {
        workflowId: run.details.workflowId,
        isIt: found =>
          run.workflow !== undefined && isWorkflowOf(found, run.workflow.body, options.externalId),
      });
    }
    throw error;
  }
}

/** Fetches what an ended workflow made. */
function collect(run: Run, { workflow, headers }: SeenWorkflow): Promise<ImageResponse> {
  const { connection, workflow: submission, options } = run;
  const { hideMatureContent = false } = options;
  const workflowId = workflow.id ?? run.details.workflowId;
  return deliver(workflow, connection, {
    n: submission && run.request.n,
    hideMatureContent,
    modelId: run.servedAs,
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
