import type { BackendApp } from '../world/backend.ts';
import { validationProblem } from './problem.ts';
import { renderWorkflow } from './render.ts';
import { authenticate, queryFlag, queryNumber } from './request.ts';
import type { CivitaiState } from './state.ts';
import type { Workflow } from './workflow.ts';
import { isVisible } from './workflow-routes.ts';

/** Workflows in one answer. */
const maxTake = 100;

/** `GET /v2/consumer/workflows`: the caller's workflows, newest first unless asked otherwise. */
export function addQueryRoutes(app: BackendApp, state: CivitaiState): void {
  app.get('/v2/consumer/workflows', context => {
    const { exchange } = context.env;
    const account = authenticate(state, exchange);
    const { query, cursor } = exchange.request.query;
    const take = Math.min(maxTake, Math.max(1, queryNumber(exchange, 'take', maxTake)));
    const ascending = queryFlag(exchange, 'ascending');
    const view = { site: exchange.site, hideMature: queryFlag(exchange, 'hideMatureContent', true) };
    const isWanted = createFilter({
      tags: context.req.queries('tags') ?? [],
      query,
      from: readDate(exchange.request.query, 'fromDate') ?? -Infinity,
      to: readDate(exchange.request.query, 'toDate') ?? Infinity,
      excludeFailed: queryFlag(exchange, 'excludeFailed'),
    });
    const found = [...state.workflows.values()]
      .filter(workflow => workflow.account === account && isVisible(workflow) && isWanted(workflow))
      .toSorted((one, other) => (ascending ? 1 : -1) * compareText(one.id, other.id));
    const start = cursor === undefined ? 0 : found.findIndex(({ id }) => id === cursor);
    const page = start < 0 ? [] : found.slice(start, start + take);
    // Seen in answers of the live service: the last page has no `next`.
    const next = start < 0 ? undefined : found[start + take]?.id;
    return context.json({ next, items: page.map(workflow => renderWorkflow(state, workflow, view)) });
  });
}

interface Criteria {
  readonly tags: readonly string[];
  readonly query: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly excludeFailed: boolean;
}

function createFilter({ tags, query, from, to, excludeFailed }: Criteria): (workflow: Workflow) => boolean {
  return workflow =>
    tags.every(tag => workflow.tags.includes(tag)) &&
    (query === undefined || JSON.stringify(workflow.metadata).includes(query)) &&
    workflow.createdAt >= from &&
    workflow.createdAt <= to &&
    !(excludeFailed && ['failed', 'expired', 'canceled'].includes(workflow.status));
}

function readDate(query: Readonly<Record<string, string>>, name: string): number | undefined {
  const value = query[name];
  if (value === undefined || value === '') return undefined;
  const time = Date.parse(value);
  if (!Number.isNaN(time)) return time;
  throw validationProblem(
    new Map([[name, [`The value '${value}' is not valid for ${name}: a date and time.`]]]),
  );
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
