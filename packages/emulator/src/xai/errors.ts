import { Refusal } from '../world/refusal.ts';

/** `{code, error}` with status 400, as api.x.ai answers bad arguments since 2026. */
export function invalidArgument(error: string): Refusal {
  return new Refusal(400, { code: 'invalid-argument', error });
}

export function typeMismatch(reason: string): Refusal {
  return new Refusal(422, `Failed to deserialize the JSON body into the target type: ${reason}`);
}

export function notFound(error: string): Refusal {
  return new Refusal(404, { code: 'not-found', error });
}

/** How one service words its own errors, and what it makes of xAI's. */
export interface ErrorDialect {
  missingKey(): Refusal;
  wrongKey(apiKey: string): Refusal;
  /** `model` is absent if the request names none and there is no default. */
  unknownModel(model: string | undefined, team: string): Refusal;
  unknownRoute(method: string, path: string): Refusal;
  /** An error in xAI's words, as this service hands it on. */
  relay(refusal: Refusal, requestId: string): Refusal;
}

function incorrect(apiKey: string): string {
  return `Incorrect API key provided: ${apiKey.slice(0, 2)}***${apiKey.slice(-2)}.`;
}

/** xAI's own words (api.x.ai, 2026-09). A wrong key is answered 400, not 401 (measured 2026-09-12). */
export const xaiErrors: ErrorDialect = {
  missingKey: () =>
    new Refusal(401, { code: 'unauthenticated:no-credentials', error: 'No credentials presented.' }),
  wrongKey: apiKey =>
    invalidArgument(`${incorrect(apiKey)} You can obtain an API key from https://console.x.ai.`),
  unknownModel: (model = '', team) =>
    notFound(
      `The model ${model} does not exist or your team ${team} does not have access to it. Please ensure you're using the correct API key.`,
    ),
  unknownRoute() {
    const message =
      'The requested resource was not found. Please check the URL and try again. Documentation is available at https://docs.x.ai/';
    return new Refusal(404, { error: { code: 404, message } });
  },
  relay: refusal => refusal,
};

export function tooManyRequests(
  team: string,
  model: string,
  { unit, limit }: { readonly unit: string; readonly limit: number },
): object {
  const error = `Too many requests for team ${team} and model ${model}. Your team's rate limit is - Requests per ${unit} (actual/limit): ${limit + 1}/${limit}. Please see https://docs.x.ai/docs/key-information/consumption-and-rate-limits for more information.`;
  return { code: 'resource-exhausted', error };
}

const codes: Readonly<Record<number, readonly [code: string, error: string]>> = {
  400: ['invalid-argument', 'Invalid request.'],
  401: ['unauthenticated:no-credentials', 'No credentials presented.'],
  403: ['permission-denied', 'The API key does not have permission to use this endpoint.'],
  404: ['not-found', 'The requested resource was not found.'],
  409: ['aborted', 'The request conflicts with another one.'],
  500: ['internal', 'Internal error.'],
  503: ['unavailable', 'The service is currently unavailable.'],
  504: ['deadline-exceeded', 'Deadline exceeded.'],
  529: ['overloaded', 'The model is overloaded. Please try again later.'],
};

const usualTeam = '00000000-0000-4000-8000-000000000000';

export function usualRefusal(status: number): Refusal {
  if (status === 413) return new Refusal(status, 'length limit exceeded');
  if (status === 422) return typeMismatch('missing field `prompt` at line 1 column 2');
  if (status === 429)
    return new Refusal(
      status,
      tooManyRequests(usualTeam, 'grok-imagine-image', { unit: 'Second', limit: 5 }),
    );
  if (status === 502) {
    const page = '<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>';
    return new Refusal(status, page, { 'content-type': 'text/html' });
  }
  const [code, error] = codes[status] ?? ['unknown', `Status ${status}.`];
  return new Refusal(status, { code, error });
}

const request = 'invalid_request_error';

/**
 * OpenAI's error shape. agtcloud calls itself OpenAI-compatible but shows no error body, so statuses, types and codes
 * here are OpenAI's (platform.openai.com, error codes guide).
 */
export const openaiErrors: ErrorDialect = {
  missingKey: () => openaiError(401, "You didn't provide an API key.", request, 'invalid_api_key'),
  wrongKey: apiKey => openaiError(401, incorrect(apiKey), request, 'invalid_api_key'),
  unknownModel: model => {
    if (model === undefined) return openaiError(400, 'You must provide a model parameter.', request);
    const message = `The model \`${model}\` does not exist or you do not have access to it.`;
    return openaiError(404, message, request, 'model_not_found');
  },
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
  unknownRoute: openaiErrors.unknownRoute,
  relay: (refusal, requestId) => reword(refusal, 'bad_response_status_code', ` (request id: ${requestId})`),
};

/** A model that new-api knows and has no price for. */
export function unpricedModel(model: string): Refusal {
  const message = `Model ${model} ratio or price not set, please set or start self-use mode`;
  return openaiError(400, message, own, 'model_price_error');
}

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
