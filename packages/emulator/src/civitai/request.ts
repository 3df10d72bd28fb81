import type { Exchange } from '../world/backend.ts';
import { maxWaitSeconds } from './facts.ts';
import { parseJson } from '../world/json.ts';
import { problem, validationProblem } from './problem.ts';
import { accountOf, type CivitaiState } from './state.ts';
import type { Account, Workflow } from './workflow.ts';

export function authenticate(state: CivitaiState, { request }: Exchange): Account {
  const [, token] = /^Bearer\s+(\S+)\s*$/i.exec(request.headers['authorization'] ?? '') ?? [];
  if (token === undefined) throw problem(401);
  return accountOf(state, token);
}

/** As deep as System.Text.Json reads. */
const maxDepth = 64;

/** The JSON of a body. Throws 415 if it is not announced as JSON, 400 if it is none or too deep. */
export function readJson({ request }: Exchange): unknown {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  if (!/^(?:application|text)\/(?:[\w.-]+\+)?json$/i.test(type.trim())) throw problem(415);
  try {
    return parseJson(new TextDecoder().decode(request.bytes), maxDepth);
  } catch (error) {
    // The service names the place `$`.
    throw validationProblem({
      $: [`The body is not valid JSON: ${error instanceof Error ? error.message : ''}`],
    });
  }
}

/** Reads a query parameter; throws 400 where `read` gives `undefined`, and says `what` is accepted. */
function queryValue<Value>(
  { request }: Exchange,
  name: string,
  usual: Value,
  what: string,
  read: (value: string) => Value | undefined,
): Value {
  const value = request.query[name];
  if (value === undefined || value === '') return usual;
  const found = read(value);
  if (found !== undefined) return found;
  throw validationProblem({ [name]: [`The value '${value}' is not valid for ${name}: ${what}.`] });
}

export function queryFlag(exchange: Exchange, name: string, usual = false): boolean {
  return queryValue(exchange, name, usual, 'true or false', value =>
    /^(true|false)$/i.test(value) ? value.toLowerCase() === 'true' : undefined,
  );
}

export function queryNumber(exchange: Exchange, name: string, usual: number): number {
  return queryValue(exchange, name, usual, 'a whole number', value =>
    /^-?\d{1,9}$/.test(value) ? Number(value) : undefined,
  );
}

export function queryDate(exchange: Exchange, name: string, usual: number): number {
  return queryValue(exchange, name, usual, 'a date and time', value => {
    const time = Date.parse(value);
    return Number.isNaN(time) ? undefined : time;
  });
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
