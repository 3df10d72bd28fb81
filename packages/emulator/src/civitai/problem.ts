import { STATUS_CODES } from 'node:http';
import type { ScriptedAnswer } from '../faults/faults.ts';
import { Refusal } from '../world/refusal.ts';

const problemType = { 'content-type': 'application/problem+json; charset=utf-8' };

/** `ProblemDetails` of the OpenAPI document. */
export function problem(status: number, detail?: string): Refusal {
  return new Refusal(status, details(status, detail), problemType);
}

/** `ValidationProblemDetails`: messages by field, e.g. `steps[0].input.aspectRatio`. */
export function validationProblem(errors: Readonly<Record<string, readonly string[]>>): Refusal {
  const title = 'One or more validation errors occurred.';
  return new Refusal(400, { ...details(400), title, errors }, problemType);
}

/** A refusal by a rule rather than by the schema; it has no field. */
export function rejection(message: string): Refusal {
  return validationProblem({ messages: [message] });
}

/** The 403 of a submission: the OpenAPI document has a bare JSON string there. */
export function forbidden(message: string): Refusal {
  return new Refusal(403, JSON.stringify(message), { 'content-type': 'application/json; charset=utf-8' });
}

/** What the service says when a script makes it answer a status without giving a body. */
export function usualAnswer(status: number): ScriptedAnswer {
  if (status === 500) return { body: '' };
  if (status > 500) {
    const body = `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n</body>\r\n</html>\r\n`;
    return { body, headers: { 'content-type': 'text/html' } };
  }
  if (status < 400) return {};
  let usual = problem(status);
  if (status === 400) usual = rejection('The workflow was rejected.');
  if (status === 403) usual = forbidden('You do not have permission to run this workflow.');
  return { body: usual.body, headers: usual.headers };
}

/** Statuses that another document than RFC 9110 defines, where their number gives the section. */
const sections: Readonly<Record<number, string>> = { 422: 'rfc4918#section-11.2', 429: 'rfc6585#section-4' };

function details(status: number, detail?: string): object {
  const title = status === 413 ? 'Content Too Large' : (STATUS_CODES[status] ?? 'Error');
  const section = sections[status] ?? `rfc9110#section-15.5.${status - 399}`;
  return { type: `https://tools.ietf.org/html/${section}`, title, status, detail };
}
