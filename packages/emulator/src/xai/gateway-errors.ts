import { type ErrorDialect, Refusal } from './errors.ts';

/**
 * OpenAI's error shape. agtcloud calls itself OpenAI-compatible but shows no error body, so statuses, types and codes
 * here are OpenAI's (platform.openai.com, error codes guide).
 */
export const openaiErrors: ErrorDialect = {
  missingKey: () =>
    openaiError(401, "You didn't provide an API key.", 'invalid_request_error', 'invalid_api_key'),
  wrongKey: apiKey =>
    openaiError(
      401,
      `Incorrect API key provided: ${apiKey.slice(0, 2)}***${apiKey.slice(-2)}.`,
      'invalid_request_error',
      'invalid_api_key',
    ),
  unknownModel: model =>
    model === undefined
      ? openaiError(400, 'You must provide a model parameter.', 'invalid_request_error', '')
      : openaiError(
          404,
          `The model \`${model}\` does not exist or you do not have access to it.`,
          'invalid_request_error',
          'model_not_found',
        ),
  unpricedModel: model =>
    openaiError(400, `The model \`${model}\` has no price.`, 'invalid_request_error', 'model_price_error'),
  unknownRoute: (method, path) =>
    openaiError(404, `Invalid URL (${method} ${path})`, 'invalid_request_error', ''),
  relay: refusal => reword(refusal, 'upstream_error', 'upstream_error'),
};

/**
 * Errors of new-api, the gateway software whose codes Crazyrouter documents: `new_api_error` with a request id in the
 * message (github.com/QuantumNous/new-api, middleware/utils.go, distributor.go, i18n/locales/en.yaml, types/error.go).
 */
export const newApiErrors: ErrorDialect = {
  missingKey: () => newApiError(401, 'Token not provided', ''),
  wrongKey: () => newApiError(401, 'Invalid token', ''),
  unknownModel: model =>
    model === undefined
      ? newApiError(400, 'Model name not specified, model name cannot be empty', '')
      : newApiError(
          503,
          `No available channel for model ${model} under group default (distributor)`,
          'model_not_found',
        ),
  unpricedModel: model =>
    newApiError(
      400,
      `Model ${model} ratio or price not set, please set or start self-use mode`,
      'model_price_error',
    ),
  unknownRoute: openaiErrors.unknownRoute,
  relay: (refusal, requestId) =>
    reword(refusal, 'upstream_error', 'bad_response_status_code', ` (request id: ${requestId})`),
};

function newApiError(status: number, message: string, code: string): Refusal {
  return openaiError(status, message, 'new_api_error', code);
}

function openaiError(status: number, message: string, type: string, code: string): Refusal {
  return new Refusal(status, { error: { message, type, param: '', code } });
}

/** Puts an error into the OpenAI shape; what xAI says beside the message is lost. A proxy's own page stays. */
function reword(refusal: Refusal, type: string, code: string, suffix = ''): Refusal {
  const { status, body, headers } = refusal;
  if ('content-type' in headers) return refusal;
  const given: unknown = typeof body === 'object' && 'error' in body ? body.error : body;
  if (typeof given === 'object' && given !== null && 'message' in given && 'type' in given) {
    const message = `${String(given.message)}${given.type === 'new_api_error' ? suffix : ''}`;
    return new Refusal(status, { error: { ...given, message } }, headers);
  }
  const message = `${typeof given === 'string' ? given : `Status ${status}.`}${suffix}`;
  return new Refusal(status, { error: { message, type, param: '', code } }, headers);
}
