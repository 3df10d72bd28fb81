import { type ErrorDialect, Refusal } from './errors.ts';

const request = 'invalid_request_error';

/**
 * OpenAI's error shape. agtcloud calls itself OpenAI-compatible but shows no error body, so statuses, types and codes
 * here are OpenAI's (platform.openai.com, error codes guide).
 */
export const openaiErrors: ErrorDialect = {
  missingKey: () => openaiError(401, "You didn't provide an API key.", request, 'invalid_api_key'),
  wrongKey: apiKey => {
    const message = `Incorrect API key provided: ${apiKey.slice(0, 2)}***${apiKey.slice(-2)}.`;
    return openaiError(401, message, request, 'invalid_api_key');
  },
  unknownModel: model => {
    if (model === undefined) return openaiError(400, 'You must provide a model parameter.', request);
    const message = `The model \`${model}\` does not exist or you do not have access to it.`;
    return openaiError(404, message, request, 'model_not_found');
  },
  unpricedModel: model =>
    openaiError(400, `The model \`${model}\` has no price.`, request, 'model_price_error'),
  unknownRoute: (method, path) => openaiError(404, `Invalid URL (${method} ${path})`, request),
  relay: refusal => reword(refusal, 'upstream_error', ''),
};

const own = 'new_api_error';

/**
 * Errors of new-api, the gateway software whose codes Crazyrouter documents: `new_api_error` with a request id in the
 * message (github.com/QuantumNous/new-api, middleware/utils.go, distributor.go, i18n/locales/en.yaml, types/error.go).
 */
export const newApiErrors: ErrorDialect = {
  missingKey: () => openaiError(401, 'Token not provided', own),
  wrongKey: () => openaiError(401, 'Invalid token', own),
  unknownModel: model => {
    if (model === undefined)
      return openaiError(400, 'Model name not specified, model name cannot be empty', own);
    const message = `No available channel for model ${model} under group default (distributor)`;
    return openaiError(503, message, own, 'model_not_found');
  },
  unpricedModel: model => {
    const message = `Model ${model} ratio or price not set, please set or start self-use mode`;
    return openaiError(400, message, own, 'model_price_error');
  },
  unknownRoute: openaiErrors.unknownRoute,
  relay: (refusal, requestId) => reword(refusal, 'bad_response_status_code', ` (request id: ${requestId})`),
};

function openaiError(status: number, message: string, type: string, code = ''): Refusal {
  return new Refusal(status, { error: { message, type, param: '', code } });
}

/** Puts an error into the OpenAI shape; what xAI says beside the message is lost. A proxy's own page stays. */
function reword(refusal: Refusal, code: string, suffix: string): Refusal {
  const { status, body, headers } = refusal;
  if ('content-type' in headers) return refusal;
  const given: unknown = typeof body === 'object' && 'error' in body ? body.error : body;
  if (typeof given === 'object' && given !== null && 'message' in given && 'type' in given) {
    const message = `${String(given.message)}${given.type === own ? suffix : ''}`;
    return new Refusal(status, { error: { ...given, message } }, headers);
  }
  const message = `${typeof given === 'string' ? given : `Status ${status}.`}${suffix}`;
  return new Refusal(status, { error: { message, type: 'upstream_error', param: '', code } }, headers);
}
