import type { Context } from 'hono';
import type { BackendApp, BackendEnvironment, Exchange } from '../world/backend.ts';
import { check, patched } from './check.ts';
import { cancelWorkflow, changeWorkflow } from './end-step.ts';
import { isFinal, maxWaitSeconds, stepTypes } from './facts.ts';
import { inputSchemas } from './inputs.ts';
import { wordOf } from './json.ts';
import { planCharge } from './money.ts';
import { problem, rejection } from './problem.ts';
import { renderOutput, renderStep, renderWorkflow } from './render.ts';
import { authenticate, queryDate, queryFlag, queryNumber, readJson, waitForEnd } from './request.ts';
import type { CivitaiState } from './state.ts';
import * as schemas from './submission.ts';
import { type Ask, preview, submit } from './submit.ts';
import { findStep, hasFailed, isVisible, type Step, type Workflow } from './workflow.ts';

type CivitaiContext = Context<BackendEnvironment>;

const maxTake = 100;

/** The caller's workflows, and everything about one of them: `/v2/consumer/workflows/{workflowId}` and below. */
export function addWorkflowRoutes(app: BackendApp, state: CivitaiState): void {
  const path = '/v2/consumer/workflows/:workflowId';
  const stepPath = `${path}/steps/:stepName`;

  // Newest first unless asked otherwise.
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

  app.get(path, context => {
    const workflow = findWorkflow(state, context);
    return answer(state, context, workflow, queryFlag(context.env.exchange, 'hideMatureContent'));
  });

  app.put(path, context => {
    const workflow = findWorkflow(state, context);
    changeWorkflow(
      state,
      workflow,
      check(schemas.changesSchema, readJson(context.env.exchange), state.settings.strict),
    );
    return context.body(null, 204);
  });

  app.patch(path, context => {
    const workflow = findWorkflow(state, context);
    const { status, metadata, tags, allowMatureContent = null } = workflow;
    const before = { status, metadata, tags, allowMatureContent };
    const after = patched(before, readJson(context.env.exchange));
    const known = new Map<string, unknown>(Object.entries(before));
    const changes = Object.entries(after).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(known.get(key)),
    );
    changeWorkflow(state, workflow, check(schemas.changesSchema, Object.fromEntries(changes), true));
    return context.body(null, 204);
  });

  app.delete(path, context => {
    const workflow = findWorkflow(state, context);
    // The OpenAPI document promises money back only for work that was not started.
    cancelWorkflow(state, workflow, step => step.startedAt === undefined);
    workflow.deletedAt = state.world.now();
    return context.body(null, 204);
  });

  app.post(`${path}/tags`, context => {
    const workflow = findWorkflow(state, context);
    const tag = check(schemas.tagSchema, readJson(context.env.exchange), true);
    changeWorkflow(state, workflow, { tags: [...new Set([...workflow.tags, tag])] });
    return context.body(null, 204);
  });

  app.delete(`${path}/tags/:tag?`, context => {
    const workflow = findWorkflow(state, context);
    const tag = context.req.param('tag');
    workflow.tags = tag === undefined ? [] : workflow.tags.filter(known => known !== tag);
    return context.body(null, 204);
  });

  app.get(stepPath, context =>
    context.json(renderStep(state, findStepOf(state, context), context.env.exchange)),
  );

  app.on(['PUT', 'PATCH'], stepPath, context => {
    const step = findStepOf(state, context);
    const { metadata } = step;
    const after =
      context.req.method === 'PUT'
        ? readJson(context.env.exchange)
        : patched({ metadata }, readJson(context.env.exchange));
    step.metadata = check(schemas.stepChangesSchema, after, state.settings.strict).metadata;
    return context.body(null, 204);
  });
}

/** A workflow of the caller. Throws 404 if it is unknown, somebody else's, deleted, or ephemeral and over. */
function findWorkflow(state: CivitaiState, context: CivitaiContext): Workflow {
  const account = authenticate(state, context.env.exchange);
  const workflow = state.workflows.get(context.req.param('workflowId') ?? '');
  if (workflow === undefined || workflow.account !== account || !isVisible(workflow)) throw problem(404);
  return workflow;
}

function findStepOf(state: CivitaiState, context: CivitaiContext): Step {
  const step = findStep(findWorkflow(state, context), context.req.param('stepName') ?? '');
  if (step === undefined) throw problem(404);
  return step;
}

async function answer(
  state: CivitaiState,
  context: CivitaiContext,
  workflow: Workflow,
  hideMature: boolean,
): Promise<Response> {
  const { exchange } = context.env;
  await waitForEnd(state, workflow, exchange);
  const isOver = isFinal(workflow.status) || workflow.isPreview;
  const shown = renderWorkflow(state, workflow, { site: exchange.site, hideMature });
  return context.json(shown, isOver ? 200 : 202);
}

function createFilter(exchange: Exchange, tags: readonly string[]): (workflow: Workflow) => boolean {
  const { query } = exchange.request.query;
  const [from, to] = [queryDate(exchange, 'fromDate', -Infinity), queryDate(exchange, 'toDate', Infinity)];
  const excludeFailed = queryFlag(exchange, 'excludeFailed');
  return workflow =>
    tags.every(tag => workflow.tags.includes(tag)) &&
    (query === undefined || JSON.stringify(workflow.metadata).includes(query)) &&
    workflow.createdAt >= from &&
    workflow.createdAt <= to &&
    !(excludeFailed && hasFailed(workflow));
}

/** Starting workflows, or asking what they would cost. */
export function addSubmitRoutes(app: BackendApp, state: CivitaiState): void {
  app.post('/v2/consumer/workflows', async context => {
    const { exchange } = context.env;
    const account = authenticate(state, exchange);
    const { strict, loopbackCallbacks, submitsPerSecond: perSecond } = state.settings;
    if (perSecond > 0 && state.submits.take(account.apiKey, { perSecond, perMinute: perSecond * 60 }))
      throw problem(429, `More than ${perSecond} submits in a second.`);
    const schema = loopbackCallbacks ? schemas.loopbackSubmissionSchema : schemas.submissionSchema;
    const submission = check(schema, readJson(exchange), strict);
    const hideMature = queryFlag(exchange, 'hideMatureContent');
    const ask = { state, account, submission, exchange };
    if (queryFlag(exchange, 'whatif')) {
      const { workflow, headers, transactions } = price(ask);
      return context.json({ ...renderWorkflow(state, workflow, exchange), transactions }, 200, headers);
    }
    const wait = queryNumber(exchange, 'wait', 0);
    if (submission.ephemeral && wait <= 0 && submission.callbacks.length === 0)
      throw rejection('An ephemeral workflow needs a callback or wait greater than 0.');
    return answer(state, context, submit(ask), hideMature);
  });

  // A workflow of one step, answered with the bare output of the step when that has ended (OpenAPI document v2,
  // 2026-08-20, `InvokeImageGenStepTemplate`).
  app.post('/v2/consumer/recipes/:recipe', async context => {
    const { exchange } = context.env;
    const account = authenticate(state, exchange);
    const type = wordOf(stepTypes, context.req.param('recipe'));
    if (type === undefined) throw problem(404);
    const { strict } = state.settings;
    const input = check(inputSchemas[type], readJson(exchange), strict, 'input');
    const body = {
      steps: [{ $type: type, input }],
      allowMatureContent: queryFlag(exchange, 'allowMatureContent') || undefined,
      ephemeral: queryFlag(exchange, 'ephemeral'),
    };
    const submission = check(schemas.submissionSchema, body, strict);
    const ask = { state, account, submission, exchange };
    if (queryFlag(exchange, 'whatif')) return context.json({ images: [] }, 200, price(ask).headers);
    const workflow = submit(ask);
    await waitForEnd(state, workflow, exchange, maxWaitSeconds);
    return context.json(renderOutput(state, workflow.steps[0]?.output ?? {}, exchange));
  });
}

/** The headers were seen in answers to previews; the web site's own widget reads them (developer-docs, 2026-08-07). */
function price(ask: Ask) {
  const workflow = preview(ask);
  const { total } = workflow.cost;
  const { shares, isEnough } = planCharge(ask.account, ask.submission, total);
  const byCurrency = shares.map(({ accountType, amount }) => `${accountType}=${amount}`).join(';');
  return {
    workflow,
    headers: {
      'x-civitai-cost-total': String(total),
      'x-civitai-cost-by-currency': byCurrency,
      'x-civitai-insufficient-buzz': String(!isEnough),
    },
    transactions: { list: shares.map(share => ({ type: 'debit', ...share })), insufficientBuzz: !isEnough },
  };
}
