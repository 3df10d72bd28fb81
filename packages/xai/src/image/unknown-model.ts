import type { APICallError } from '@ai-sdk/provider';
import type { Failure, ImageWarning } from '@grok-image/core';
import { excerpt, longestName, nearest, toAdvisedError } from '@grok-image/core/internal';
import { xaiModels } from '../gateways/xai-models.ts';
import { entryOf, rulesOf, type XaiGatewayProfile } from '../gateways/profile.ts';

/**
 * What OpenAI-style gateways say of a model they cannot serve, whatever the status: new-api answers 503 for a name it does
 * not know (github.com/QuantumNous/new-api, middleware/distributor.go; docs.crazyrouter.com, common errors).
 */
const gatewayCodes = {
  model_not_found: 'Check the name of the model, and whether your key may use it',
  model_price_error: 'The model has no price there, or your key may not use it',
};

/** The error for a model that the service does not serve, with what to do; `undefined` for any other failure. */
export function explainUnknownModel(
  failure: Failure,
  profile: XaiGatewayProfile,
  modelId: string,
): APICallError | undefined {
  const list = profile.catalogue ? '; models() of the provider lists what it may.' : '.';
  const advice = entryOf<string>(gatewayCodes, failure.body?.code ?? '');
  if (advice !== undefined) {
    // Nothing was made by a model that is not there.
    return toAdvisedError({ ...failure, outcome: 'refused' }, advice + list);
  }
  const { retired, deprecated } = rulesOf(profile, modelId);
  const replacement = retired ?? deprecated;
  if (failure.status !== 404) return undefined;
  if (replacement !== undefined) return toAdvisedError(failure, replacement);
  // What is said of a route that is not there names no model.
  if (!failure.reason.includes(modelId)) return undefined;
  const near = nearest(modelId, knownIds(profile));
  const isSlip = near !== undefined && near !== modelId;
  return toAdvisedError(failure, isSlip ? `Did you mean ${near}?` : gatewayCodes.model_not_found + list);
}

/** Letters by which a model id may differ from a known one to be taken for a slip. */
const mostSlips = 2;

/**
 * What to say of a model id that is not known and next to one that is; nothing of one that differs in its number only,
 * which may be newer than what is known here.
 */
export function toSlipWarnings(profile: XaiGatewayProfile, modelId: string): ImageWarning[] {
  const ids = knownIds(profile);
  const near = ids.includes(modelId) ? undefined : nearest(modelId, ids, mostSlips);
  if (near === undefined || withoutNumbers(near) === withoutNumbers(modelId)) return [];
  const details = `The model is not known here and was asked for as it is. Did you mean ${near}?`;
  return [{ type: 'compatibility', feature: `modelId ${excerpt(modelId, longestName)}`, details }];
}

/** Ids that can be meant; gateways forward those of xAI. */
function knownIds({ models = {} }: XaiGatewayProfile): string[] {
  const all = { ...xaiModels, ...models };
  return Object.keys(all).filter(id => all[id]?.retired === undefined);
}

function withoutNumbers(modelId: string): string {
  return modelId.replace(/[\d.]/g, '');
}
