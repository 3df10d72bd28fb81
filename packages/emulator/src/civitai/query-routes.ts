import type { BackendApp, Exchange } from '../world/backend.ts';
import { renderWorkflow } from './render.ts';
import { authenticate, queryFlag, queryNumber, queryValue } from './request.ts';
import type { CivitaiState } from './state.ts';
import { isVisible, type Workflow } from './workflow.ts';

/** Workflows in one answer. */
const maxTake = 100;

/** `GET /v2/consumer/workflows`: the caller's workflows, newest first unless asked otherwise. */
export function addQueryRoutes(app: BackendApp, state: CivitaiState): void {
  app.get('/v2/consumer/workflows', context => {
    const { exchange } = context.env;
    const account = authenticate(state, exchange);
    const { cursor } = exchange.request.query;
    const take = Math.min(maxTake, Math.max(1, queryNumber(exchange, 'take', maxTake)));
    const direction = queryFlag(exchange, 'ascending') ? 1 : -1;
    const view = { site: exchange.site, hideMature: queryFlag(exchange, 'hideMatureContent', true) };
    const isWanted = createFilter(exchange, context.req.queries('tags') ?? []);
    const found = [...state.workflows.values()]
      .filter(workflow => workflow.account === account && isVisible(workflow) && isWanted(workflow))
      .toSorted((one, other) => direction * (one.id < other.id ? -1 : 1));
    const start = cursor === undefined ? 0 : found.findIndex(({ id }) => id === cursor);
    const page = start < 0 ? [] : found.slice(start, start + take);
    // Seen in answers of the live service: the last page has no `next`.
    const next = start < 0 ? undefined : found[start + take]?.id;
    return context.json({ next, items: page.map(workflow => renderWorkflow(state, workflow, view)) });
  });
}

function createFilter(exchange: Exchange, tags: readonly string[]): (workflow: Workflow) => boolean {
  const { query } = exchange.request.query;
  const [from, to] = [readDate(exchange, 'fromDate', -Infinity), readDate(exchange, 'toDate', Infinity)];
  const excludeFailed = queryFlag(exchange, 'excludeFailed');
  return workflow =>
    tags.every(tag => workflow.tags.includes(tag)) &&
    (query === undefined || JSON.stringify(workflow.metadata).includes(query)) &&
    workflow.createdAt >= from &&
    workflow.createdAt <= to &&
    !(excludeFailed && ['failed', 'expired', 'canceled'].includes(workflow.status));
}

function readDate(exchange: Exchange, name: string, usual: number): number {
  return queryValue(exchange, name, usual, 'a date and time', value => {
    const time = Date.parse(value);
    return Number.isNaN(time) ? undefined : time;
  });
}
