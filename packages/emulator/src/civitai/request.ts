import type { Exchange } from '../world/backend.ts';
import type { Account } from './account.ts';
import { maxWaitSeconds } from './facts.ts';
import { problem, validationProblem } from './problem.ts';
import { accountOf, type CivitaiState } from './state.ts';
import type { Workflow } from './workflow.ts';

/**
 * The account that a request is made for.
 *
 * @throws {Problem} 401 without a bearer token.
 */
export function authenticate(state: CivitaiState, { request }: Exchange): Account {
  const [, token] = /^Bearer\s+(\S+)\s*$/i.exec(request.headers['authorization'] ?? '') ?? [];
  if (token === undefined) throw problem(401);
  return accountOf(state, token);
}

/**
 * The JSON of a body.
 *
 * @throws {Problem} 415 if it is not announced as JSON, 400 if it is none.
 */
export function readJson({ request }: Exchange): unknown {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(type)) throw problem(415);
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(request.bytes));
    return body;
  } catch {
    // The parser's own words depend on the runtime; the service names the place `$`.
    throw validationProblem(new Map([['$', ['The body is not valid JSON.']]]));
  }
}

/** A query parameter that is `true` or `false`. */
export function queryFlag({ request }: Exchange, name: string, usual = false): boolean {
  const value = request.query[name]?.toLowerCase();
  if (value === undefined || value === '') return usual;
  if (value === 'true' || value === 'false') return value === 'true';
  throw validationProblem(
    new Map([[name, [`The value '${value}' is not valid for ${name}: true or false.`]]]),
  );
}

/** A query parameter that is a whole number. */
export function queryNumber({ request }: Exchange, name: string, usual: number): number {
  const value = request.query[name];
  if (value === undefined || value === '') return usual;
  if (/^-?\d{1,9}$/.test(value)) return Number(value);
  throw validationProblem(
    new Map([[name, [`The value '${value}' is not valid for ${name}: a whole number.`]]]),
  );
}

/** Waits until a workflow has ended, the caller has gone, or the time is up, whichever comes first. */
export async function waitForEnd(
  { world }: CivitaiState,
  { ended, isPreview }: Workflow,
  exchange: Exchange,
  asked: number = queryNumber(exchange, 'wait', 0),
): Promise<void> {
  const seconds = Math.min(maxWaitSeconds, asked);
  if (seconds <= 0 || isPreview || ended.signal.aborted) return;
  await world.sleep(seconds * 1000, AbortSignal.any([ended.signal, exchange.signal]));
}
