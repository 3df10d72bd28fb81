import type { ScriptedAnswer } from '../faults/faults.ts';

/** A request that is answered with an error: the status, and the body in the shape that the status has. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly contentType: string;
  readonly body: string;

  constructor(status: number, body: unknown, contentType = 'application/problem+json; charset=utf-8') {
    super(`Failed to serve the request: status ${status}. See the body of the answer.`);
    this.status = status;
    this.body = JSON.stringify(body);
    this.contentType = contentType;
  }
}

/** Titles of `ProblemDetails`, and where their statuses are defined. */
const statuses: Readonly<Record<number, readonly [title: string, section: string]>> = {
  400: ['Bad Request', 'rfc9110#section-15.5.1'],
  401: ['Unauthorized', 'rfc9110#section-15.5.2'],
  403: ['Forbidden', 'rfc9110#section-15.5.4'],
  404: ['Not Found', 'rfc9110#section-15.5.5'],
  409: ['Conflict', 'rfc9110#section-15.5.10'],
  413: ['Content Too Large', 'rfc9110#section-15.5.14'],
  415: ['Unsupported Media Type', 'rfc9110#section-15.5.16'],
  422: ['Unprocessable Entity', 'rfc4918#section-11.2'],
  429: ['Too Many Requests', 'rfc6585#section-4'],
};

/** `ProblemDetails` of the OpenAPI document. */
export function problem(status: number, detail?: string): Problem {
  return new Problem(status, details(status, detail));
}

/** `ValidationProblemDetails`: messages by field, e.g. `steps[0].input.aspectRatio`. */
export function validationProblem(errors: Readonly<Record<string, readonly string[]>>): Problem {
  const title = 'One or more validation errors occurred.';
  return new Problem(400, { ...details(400), title, errors });
}

/** A refusal by a rule rather than by the schema; it has no field. */
export function rejection(message: string): Problem {
  return validationProblem({ messages: [message] });
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
  let usual = problem(status);
  if (status === 400) usual = rejection('The workflow was rejected.');
  if (status === 403) usual = forbidden('You do not have permission to run this workflow.');
  return { body: usual.body, headers: { 'content-type': usual.contentType } };
}

function details(status: number, detail?: string): object {
  const [title = 'Error', section] = statuses[status] ?? [];
  const type = section === undefined ? undefined : `https://tools.ietf.org/html/${section}`;
  return { type, title, status, detail };
}
