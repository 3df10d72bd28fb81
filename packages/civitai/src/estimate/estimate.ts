import { GenerationFailedError, requestJson, type ImageWarning } from '@grok-image/core';
import { randomId } from '@grok-image/core/internal';
import { modelOf } from '../image/models.ts';
import type { CivitaiCurrency } from '../image/options.ts';
import { toWorkflow } from '../image/request.ts';
import { toSent, toSources } from '../image/sources.ts';
import { baseUrlOf, createConnection } from '../service/connection.ts';
import type { CivitaiProviderSettings } from '../service/settings.ts';
import { workflowsUrl } from '../service/workflows-url.ts';
import { buzzByCurrency } from '../workflow/cost.ts';
import { explainRefusal } from '../workflow/refusal.ts';
import type { Workflow } from '../workflow/workflow.ts';
import { readWorkflow } from '../workflow/read-workflow.ts';
import { readCostRequest, type CivitaiCostRequest, type CivitaiEngineCostRequest } from './cost-request.ts';

/** Time for source images to travel and the preview to be made, in milliseconds. */
const previewPatienceMs = 120_000;

/** What a request would cost, in Buzz. */
export interface CivitaiCostEstimate {
  /** Price of the whole request. */
  readonly totalBuzz: number;
  /** Price before tips and fees. */
  readonly baseBuzz?: number;
  /** The total by the kind of Buzz that would pay it. */
  readonly byCurrency: Readonly<Partial<Record<CivitaiCurrency, number>>>;
  /** Whether the account cannot pay it. */
  readonly insufficientBuzz?: boolean;
  /** What is priced otherwise than asked, e.g. a resolution that the model does not take. */
  readonly warnings: readonly ImageWarning[];
}

/**
 * Asks Civitai what a request would cost. It is checked and priced; nothing is run, charged or kept under a key.
 *
 * @throws InvalidArgumentError, LoadAPIKeyError before anything is sent; APICallError; the abort reason
 * @example
 * const { totalBuzz } = await civitai.estimateCost({ model: 'grok-imagine-image', n: 4 }); // about 104
 */
export async function estimateCost(
  request: CivitaiCostRequest | CivitaiEngineCostRequest,
  settings: CivitaiProviderSettings,
): Promise<CivitaiCostEstimate> {
  const { abortSignal, ...given } = request;
  const modelId = request.model;
  const model = modelOf(modelId);
  const recipe = await model.recipe(undefined);
  const {
    asked: { n = 1, prompt = 'An image', size },
    options: all,
  } = readCostRequest(given, recipe);
  // What belongs to one workflow only is left out, should it be there in spite of the types.
  const options = { ...all, callbacks: undefined, ephemeral: undefined };
  const image = { prompt, n, aspectRatio: undefined, size, sources: [], mask: undefined };
  // No key: a key that a preview has used would be answered with that preview (OpenAPI document v2, 2026-08-20).
  const keys = { externalId: undefined, createNonce: randomId };
  const sources = toSent(toSources(image, options, baseUrlOf(settings), model.capabilities.maxFiles));
  const { body, warnings } = toWorkflow(image, sources, options, recipe, keys);
  const connection = createConnection(settings, {});
  const { value, headers } = await requestJson({
    ...connection,
    patienceMs: previewPatienceMs,
    kind: 'read',
    method: 'POST',
    url: workflowsUrl(connection, undefined, { whatif: true }),
    body,
    abortSignal,
    action: 'estimate a cost',
    advice: 'Nothing was started or billed by it; ask again.',
    parse: readWorkflow,
    explain: failure => explainRefusal(failure, { provider: 'civitai.image', modelId }),
  });
  return { ...toEstimate(value, headers, modelId), warnings };
}

/** Reads the price out of a preview; the headers repeat it (developer.civitai.com, the page's own Run button, 2026-08). */
export function toEstimate(
  workflow: Workflow,
  headers: Readonly<Record<string, string>>,
  modelId: string,
): Omit<CivitaiCostEstimate, 'warnings'> {
  const ofHeader = headers['x-civitai-cost-total'];
  const totalBuzz = workflow.totalBuzz ?? (ofHeader === undefined ? undefined : Number(ofHeader));
  if (totalBuzz === undefined || !Number.isFinite(totalBuzz)) {
    throw new GenerationFailedError({
      provider: 'civitai.image',
      modelId,
      message:
        'Failed to estimate a cost: the answer has no price. Nothing was started or billed; ask again later.',
      reasons: [],
    });
  }
  const { baseBuzz, transactions = [] } = workflow;
  const insufficient = headers['x-civitai-insufficient-buzz'];
  const insufficientBuzz =
    workflow.insufficientBuzz ?? (insufficient === undefined ? undefined : insufficient === 'true');
  return {
    totalBuzz,
    ...(baseBuzz !== undefined && { baseBuzz }),
    byCurrency: transactions.length > 0 ? buzzByCurrency(transactions) : readCurrencies(headers),
    ...(insufficientBuzz !== undefined && { insufficientBuzz }),
  };
}

/** `yellow=12;blue=34` as an object. */
function readCurrencies(headers: Readonly<Record<string, string>>): Record<string, number> {
  const pairs = (headers['x-civitai-cost-by-currency'] ?? '')
    .split(';')
    .flatMap((pair): [string, number][] => {
      const [, name, amount] = /^\s*(\w+)=(\d+)\s*$/.exec(pair) ?? [];
      return name === undefined ? [] : [[name, Number(amount)]];
    });
  return Object.fromEntries(pairs);
}
