import type { ScriptedAnswer } from '../faults/faults.ts';

/** A request that is answered with an error: the status, and the body in the shape that the status has. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly contentType: string;
  readonly body: string;

  constructor(status: number, body: unknown, contentType: string) {
    super(`Failed to serve the request: status ${status}. See the body of the answer.`);
    this.status = status;
    this.body = JSON.stringify(body);
    this.contentType = contentType;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
};

const types: Readonly<Record<number, string>> = {
  400: 'https://tools.ietf.org/html/rfc9110#section-15.5.1',
  401: 'https://tools.ietf.org/html/rfc9110#section-15.5.2',
  403: 'https://tools.ietf.org/html/rfc9110#section-15.5.4',
  404: 'https://tools.ietf.org/html/rfc9110#section-15.5.5',
  409: 'https://tools.ietf.org/html/rfc9110#section-15.5.10',
  413: 'https://tools.ietf.org/html/rfc9110#section-15.5.14',
  415: 'https://tools.ietf.org/html/rfc9110#section-15.5.16',
  422: 'https://tools.ietf.org/html/rfc4918#section-11.2',
  429: 'https://tools.ietf.org/html/rfc6585#section-4',
};

/** `ProblemDetails` of the OpenAPI document. */
export function problem(status: number, detail?: string): Problem {
  return new Problem(status, details(status, detail), 'application/problem+json; charset=utf-8');
}

/** `ValidationProblemDetails`: messages by field, e.g. `steps[0].input.aspectRatio`. */
export function validationProblem(errors: ReadonlyMap<string, readonly string[]>): Problem {
  const body = {
    ...details(400),
    title: 'One or more validation errors occurred.',
    errors: toObject(errors),
  };
  return new Problem(400, body, 'application/problem+json; charset=utf-8');
}

/** A refusal by a rule rather than by the schema; it has no field. */
export function rejection(message: string): Problem {
  return validationProblem(new Map([['messages', [message]]]));
}

/** The 403 of a submission: the OpenAPI document has a bare JSON string there. */
export function forbidden(message: string): Problem {
  return new Problem(403, message, 'application/json; charset=utf-8');
}

export function toResponse({ status, body, contentType }: Problem): Response {
  return new Response(body, { status, headers: { 'content-type': contentType } });
}

const gatewayPage = (status: number): string =>
  `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n</body>\r\n</html>\r\n`;

/** What the service says when a script makes it answer a status without giving a body. */
export function usualAnswer(status: number): ScriptedAnswer {
  if (status === 500) return { body: '' };
  if (status > 500) return { body: gatewayPage(status), headers: { 'content-type': 'text/html' } };
  if (status < 400) return {};
  const usual =
    status === 403
      ? forbidden('You do not have permission to run this workflow.')
      : status === 400
        ? rejection('The workflow was rejected.')
        : problem(status);
  return { body: usual.body, headers: { 'content-type': usual.contentType } };
}

function details(status: number, detail?: string): Readonly<Record<string, unknown>> {
  return { type: types[status], title: titles[status] ?? 'Error', status, detail };
}

function toObject(errors: ReadonlyMap<string, readonly string[]>): object {
  return Object.fromEntries(errors);
}
