import { apiCallErrorArguments, type Failure } from '@grok-image/core';
import { APICallError } from '@ai-sdk/provider';
import { entryOf, rulesOf, type XaiGatewayProfile } from '../gateways/profile.ts';

/**
 * What OpenAI-style gateways say of a model they cannot serve, whatever the status: new-api answers 503 for a name it does
 * not know (github.com/QuantumNous/new-api, middleware/distributor.go; docs.crazyrouter.com, common errors).
 */
const gatewayCodes: Readonly<Record<string, string>> = {
  model_not_found: 'Check the name of the model, and whether your key may use it',
  model_price_error: 'The model has no price there, or your key may not use it',
};

/** The error for a model that the service does not serve, with what to do; `undefined` for any other failure. */
export function explainUnknownModel(
  failure: Failure,
  profile: XaiGatewayProfile,
  modelId: string,
): APICallError | undefined {
  const advice = entryOf(gatewayCodes, failure.body?.code ?? '');
  if (advice !== undefined) {
    const list = profile.catalogue ? '; models() of the provider lists what it may.' : '.';
    // Nothing was made by a model that is not there.
    return withAdvice({ ...failure, outcome: 'refused' }, advice + list);
  }
  const { retired, deprecated } = rulesOf(profile, modelId);
  const replacement = retired ?? deprecated;
  return failure.status === 404 && replacement ? withAdvice(failure, replacement) : undefined;
}

function withAdvice(failure: Failure, advice: string): APICallError {
  const plain = apiCallErrorArguments(failure);
  return new APICallError({ ...plain, message: `${plain.message} ${advice}` });
}
