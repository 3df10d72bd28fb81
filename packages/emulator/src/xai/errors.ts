import type { ScriptedAnswer } from '../faults.ts';

/** An answer other than success, thrown by a check and rendered by the app. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly body: object | string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: object | string, headers: Readonly<Record<string, string>> = {}) {
    super(typeof body === 'string' ? body : JSON.stringify(body));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** `{code, error}` with status 400, as api.x.ai answers bad arguments since 2026. */
export function invalidArgument(error: string): Refusal {
  return new Refusal(400, { code: 'invalid-argument', error });
}

export function notFound(error: string): Refusal {
  return new Refusal(404, { code: 'not-found', error });
}

export function routeNotFound(): Refusal {
  const message =
    'The requested resource was not found. Please check the URL and try again. Documentation is available at https://docs.x.ai/';
  return new Refusal(404, { error: { code: 404, message } });
}

export function unknownModel(model: string, team: string): Refusal {
  return notFound(
    `The model ${model} does not exist or your team ${team} does not have access to it. Please ensure you're using the correct API key.`,
  );
}

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

/** The usual body of a status, for scripted ones. */
export function usualBody(status: number): ScriptedAnswer {
  switch (status) {
    case 413:
      return { body: 'length limit exceeded' };
    case 422:
      return {
        body: 'Failed to deserialize the JSON body into the target type: missing field `prompt` at line 1 column 2',
      };
    case 429: {
      const limit = { unit: 'Second', limit: 5 };
      return { body: tooManyRequests('00000000-0000-4000-8000-000000000000', 'grok-imagine-image', limit) };
    }
    case 502:
      return {
        body: '<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>',
        headers: { 'content-type': 'text/html' },
      };
    default: {
      const [code, error] = codes[status] ?? ['unknown', `Status ${status}.`];
      return { body: { code, error } };
    }
  }
}
