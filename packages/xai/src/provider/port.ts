import type {
  BackendPort,
  BatchPort,
  BatchPortRequest,
  FoundRequest,
  GenerationCost,
  ImageBackend,
  ImageParameters,
  ModelCapabilities,
  ModelChanges,
  PortCall,
  Resume,
} from '@grok-image/core';
import { accountOf } from '@grok-image/core/internal';
import { APICallError } from '@ai-sdk/provider';
import type { XaiBatches, XaiBatchRequest } from '../batch/api.ts';
import { estimateByTable, estimateCost, type XaiCostRequest } from '../catalogue/estimate.ts';
import { maxImagesOf, rulesOf } from '../gateways/profile.ts';
import { lookAtDeferred } from '../image/deferred.ts';
import type { ReadOptions } from '../image/options.ts';
import { readOptions } from '../image/read-options.ts';
import { toRequest } from '../image/request.ts';
import type { Target } from '../image/run.ts';
import { ticksToUsd } from '../service/cost.ts';
import { documentedRateLimit, type XaiModelOptions } from '../service/settings.ts';
import { baseUrlOf, keyOf, toTransport } from '../service/transport.ts';

/** What the port of a model needs beside the model. */
export interface PortNeeds {
  readonly target: Target;
  readonly batches: XaiBatches;
  /** Makes a batch without requests. */
  readonly createBatch: (name: string, call: PortCall) => Promise<{ readonly id: string }>;
  /** Makes the backend of the same model with other options. */
  readonly remake: (options: XaiModelOptions, uploadTo: ModelChanges['uploadTo']) => ImageBackend;
}

/** What middleware and bulk runs ask of a model of xAI or of a gateway. */
export function createPort({ target, batches, createBatch, remake }: PortNeeds): BackendPort {
  const { modelId, profile, settings } = target;
  return {
    capabilities: capabilitiesOf(target),
    async identify() {
      const account = await accountOf(keyOf(profile, settings));
      return { service: profile.name, baseURL: baseUrlOf(profile, settings), modelId, account };
    },
    price: parameters => price(parameters, target),
    find: (resume, call) => find(resume, call, target),
    with: ({ uploadTo, ...options }) => remake(options, uploadTo),
    batch: profile.apis?.includes('batch') ? toBatchPort({ batches, createBatch }, modelId) : undefined,
  };
}

function capabilitiesOf({ modelId, profile }: Target): ModelCapabilities {
  const { ratios, resolutions } = rulesOf(profile, modelId);
  const { offers = [] } = profile;
  return {
    aspectRatios: ratios?.filter(ratio => ratio.includes(':')),
    resolutions,
    maxImagesPerRequest: maxImagesOf(profile, modelId),
    maxFiles: profile.maxSources ?? 0,
    mask: false,
    seed: false,
    resumesBy: offers.includes('jobId') ? ['jobId'] : [],
    isKeyed: false,
    uploads: offers.includes('uploadUrls'),
    currency: 'usd',
    rateLimit: profile.name === 'xAI' ? documentedRateLimit : undefined,
  };
}

async function price(parameters: ImageParameters, target: Target): Promise<GenerationCost | undefined> {
  const { options } = readOptions(parameters.options);
  const { costUsd } = await estimateCost(
    toCostRequest(parameters, options, target),
    target.profile,
    target.settings,
  );
  return costUsd === undefined ? undefined : { usd: costUsd };
}

/** What a call costs by the table, without asking; `undefined` for a job that is only collected. */
export function describePrice(parameters: ImageParameters, target: Target): string | undefined {
  const { options } = readOptions(parameters.options);
  if (options.jobId !== undefined) return undefined;
  const { costUsd, pricesAsOf } = estimateByTable(toCostRequest(parameters, options, target), target.profile);
  return costUsd === undefined
    ? 'a price that is not known here'
    : `about ${costUsd} USD by the prices of ${pricesAsOf}`;
}

function toCostRequest(
  parameters: ImageParameters,
  options: ReadOptions,
  { modelId, profile, settings }: Target,
): XaiCostRequest {
  const n = Math.min(parameters.n, maxImagesOf(profile, modelId));
  const { body } = toRequest({ ...parameters, n, total: parameters.n }, options, {
    modelId,
    profile,
    settings,
  });
  return {
    model: modelId,
    n: parameters.n,
    resolution: options.resolution ?? (body.resolution === '2k' ? '2k' : undefined),
    quality: options.quality,
    sourceImages: (body.images ?? (body.image ? [body.image] : [])).length,
  };
}

/** One look at a deferred job. */
async function find(resume: Resume, call: PortCall, target: Target): Promise<FoundRequest> {
  if (!('jobId' in resume)) return { state: 'absent' };
  try {
    const value = await lookAtDeferred(resume.jobId, toTransport(target.profile, target.settings, call));
    if (value.status === 'pending') return { state: 'running', resume };
    const ticks = value.status === 'done' ? value.images.costTicks : value.costTicks;
    const cost = ticks === undefined ? undefined : { usd: ticksToUsd(ticks) };
    return value.status === 'done' ? { state: 'done', resume, cost } : { state: 'failed', cost };
  } catch (error) {
    if (APICallError.isInstance(error) && error.statusCode === 404) return { state: 'absent' };
    throw error;
  }
}

function toBatchPort(
  { batches, createBatch }: Pick<PortNeeds, 'batches' | 'createBatch'>,
  modelId: string,
): BatchPort {
  const toRequests = (requests: readonly BatchPortRequest[]) =>
    requests.map(({ options, ...request }): XaiBatchRequest => ({
      ...request,
      model: modelId,
      providerOptions: { xai: { ...options } },
    }));
  return {
    create: (name, requests, call = {}) =>
      requests.length === 0
        ? createBatch(name, call)
        : batches.create({ ...call, name, requests: toRequests(requests) }),
    async add(id, requests, call) {
      await batches.add(id, { ...call, requests: toRequests(requests) });
    },
    async *requests(id, call) {
      for await (const request of batches.requests(id, call)) yield request.id;
    },
    async *results(id, call) {
      for await (const result of batches.results(id, call)) {
        if (result.status === 'succeeded') {
          const { costUsd, status } = result;
          const load = async (options?: PortCall) =>
            (await result.load(options)).images.map(({ data }) => data);
          yield { id: result.id, status, cost: costUsd === undefined ? undefined : { usd: costUsd }, load };
        } else {
          yield { id: result.id, status: result.status, error: result.error, cost: result.error.cost };
        }
      }
    },
  };
}
