import { APICallError, UnsupportedFunctionalityError } from '@ai-sdk/provider';
import {
  toImageUrl,
  type BackendPort,
  type FoundRequest,
  type GenerationCost,
  type ImageBackend,
  type ImageParameters,
  type PortCall,
  type Resume,
} from '@grok-image/core';
import { accountOf } from '@grok-image/core/internal';
import { estimateCost } from '../estimate/estimate.ts';
import { maxImagesPerRequest } from '../image/model.ts';
import type { Target } from '../image/prepare.ts';
import { baseUrlOf, createConnection, keyOfAccount } from '../service/connection.ts';
import type { CivitaiModelOptions } from '../service/settings.ts';
import { chargedBuzz } from '../workflow/cost.ts';
import { findInList } from '../workflow/find.ts';
import { keyOf } from '../workflow/identity.ts';
import { hasEnded } from '../workflow/status.ts';
import { readWorkflowOnce } from '../workflow/watch.ts';
import type { Workflow } from '../workflow/workflow.ts';

/**
 * What middleware and bulk runs ask of a model of Civitai.
 *
 * @param remake - makes the backend of the same model with other options
 */
export function createPort(
  target: Target,
  remake: (options: CivitaiModelOptions) => ImageBackend,
): BackendPort {
  const { modelId, model, settings } = target;
  return {
    capabilities: {
      ...model.capabilities,
      maxImagesPerRequest,
      resumesBy: ['workflowId', 'externalId'],
      isKeyed: true,
      uploads: false,
      currency: 'buzz',
    },
    identify: async () => ({
      service: 'Civitai',
      baseURL: baseUrlOf(settings),
      modelId,
      account: await accountOf(keyOfAccount(settings)),
    }),
    price: parameters => price(parameters, target),
    find: (resume, call) => find(resume, call, target),
    with({ uploadTo, ...options }) {
      if (uploadTo !== undefined) throw noUploads();
      return remake(options);
    },
  };
}

function noUploads(): UnsupportedFunctionalityError {
  return new UnsupportedFunctionalityError({
    functionality: 'uploadTo',
    message:
      'Failed to change a model: Civitai uploads its images to no addresses of a caller, so that uploadTo cannot be kept. Leave it out. Nothing was sent.',
  });
}

/** Options that are about one workflow only. */
const ofOneWorkflow = ['callbacks', 'dedupe', 'ephemeral', 'externalId', 'wait', 'workflowId'];

async function price(
  { prompt, n, aspectRatio, size, sources, mask, options: given, abortSignal }: ImageParameters,
  { modelId, model, settings }: Target,
): Promise<GenerationCost> {
  const { images = [], ...options } = (await model.recipe(given)).readOptions(given);
  // What a preview has no use for stays out of it, a key above all.
  const about = Object.entries(options).filter(([name]) => !ofOneWorkflow.includes(name));
  const all = [...sources.map(toImageUrl), ...images];
  const { totalBuzz } = await estimateCost(
    {
      ...Object.fromEntries(about),
      model: modelId,
      n,
      prompt,
      size,
      ...(aspectRatio !== undefined && { aspectRatio }),
      ...(all.length > 0 && { images: all }),
      ...(mask !== undefined && { mask: toImageUrl(mask) }),
      abortSignal,
    },
    settings,
  );
  return { buzz: totalBuzz };
}

/** One look at a workflow: by its id, or in the list by the key that it was submitted under. */
async function find(
  resume: Resume,
  { headers = {}, abortSignal }: PortCall,
  target: Target,
): Promise<FoundRequest> {
  const connection = createConnection(target.settings, headers);
  if ('externalId' in resume) {
    const isIt = (workflow: Workflow) => keyOf(workflow) === resume.externalId;
    return toFound(await findInList(connection, isIt, { abortSignal, isWhole: true }));
  }
  if (!('workflowId' in resume)) return { state: 'absent' };
  try {
    const look = { wait: 0, hideMatureContent: false };
    return toFound(await readWorkflowOnce(connection, resume.workflowId, look, abortSignal));
  } catch (error) {
    if (APICallError.isInstance(error) && error.statusCode === 404) return { state: 'absent' };
    throw error;
  }
}

function toFound(workflow: Workflow | undefined): FoundRequest {
  if (workflow === undefined) return { state: 'absent' };
  const { id: workflowId } = workflow;
  const buzz = chargedBuzz(workflow);
  const hasImages = workflow.steps.some(({ images }) => images.length > 0);
  return {
    state: hasEnded(workflow) ? (hasImages ? 'done' : 'failed') : 'running',
    resume: workflowId === undefined ? undefined : { workflowId },
    cost: buzz === undefined ? undefined : { buzz },
  };
}
