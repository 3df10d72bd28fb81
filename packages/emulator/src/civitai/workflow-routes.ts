import type { BackendApp, Exchange } from '../world/backend.ts';
import { problem } from './problem.ts';
import { renderStep, renderWorkflow } from './render.ts';
import { asObject, authenticate, queryFlag, readJson, waitForEnd } from './request.ts';
import { enforce, type Rule, text } from './rules.ts';
import { cancelWorkflow } from './end-step.ts';
import type { CivitaiState } from './state.ts';
import { stepUpdateRule, updateRule } from './submission-rules.ts';
import { applyPatch, type Patchable, readPatch } from './json-patch.ts';
import { updateWorkflow } from './update.ts';
import { maxTagLength } from './facts.ts';
import { findStep, isFinal, type Step, type Workflow } from './workflow.ts';

/** Everything about one workflow: `/v2/consumer/workflows/{workflowId}` and below. */
export function addWorkflowRoutes(app: BackendApp, state: CivitaiState): void {
  const path = '/v2/consumer/workflows/:workflowId';

  app.get(path, async context => {
    const { exchange } = context.env;
    const workflow = findWorkflow(state, exchange, context.req.param('workflowId'));
    const hideMature = queryFlag(exchange, 'hideMatureContent');
    await waitForEnd(state, workflow, exchange);
    const answer = renderWorkflow(state, workflow, { site: exchange.site, hideMature });
    return context.json(answer, isFinal(workflow.status) ? 200 : 202);
  });

  app.put(path, context => {
    const { exchange } = context.env;
    const workflow = findWorkflow(state, exchange, context.req.param('workflowId'));
    const body = readJson(exchange);
    enforce(updateRule, body, state.settings.strict);
    updateWorkflow(state, workflow, asObject(body));
    return context.body(null, 204);
  });

  app.patch(path, context => {
    const { exchange } = context.env;
    const workflow = findWorkflow(state, exchange, context.req.param('workflowId'));
    const { status, metadata, tags, allowMatureContent } = workflow;
    const before: Patchable = { status, metadata, tags, allowMatureContent: allowMatureContent ?? null };
    const after = applyPatch(before, readPatch(readJson(exchange)));
    const changes = changed(before, after);
    enforce(updateRule, changes, true);
    updateWorkflow(state, workflow, changes);
    return context.body(null, 204);
  });

  app.delete(path, context => {
    const { exchange } = context.env;
    const workflow = findWorkflow(state, exchange, context.req.param('workflowId'));
    // The OpenAPI document promises money back only for work that was not started.
    cancelWorkflow(state, workflow, step => step.startedAt === undefined);
    workflow.deletedAt = state.world.now();
    return context.body(null, 204);
  });

  app.post(`${path}/tags`, context => {
    const { exchange } = context.env;
    const workflow = findWorkflow(state, exchange, context.req.param('workflowId'));
    const tag = readJson(exchange);
    enforce(text({ min: 1, max: maxTagLength }), tag, true);
    updateWorkflow(state, workflow, { tags: [...new Set([...workflow.tags, String(tag)])] });
    return context.body(null, 204);
  });

  app.delete(`${path}/tags/:tag?`, context => {
    const workflow = findWorkflow(state, context.env.exchange, context.req.param('workflowId'));
    const tag = context.req.param('tag');
    workflow.tags = tag === undefined ? [] : workflow.tags.filter(known => known !== tag);
    return context.body(null, 204);
  });

  addStepRoutes(app, state);
}

function addStepRoutes(app: BackendApp, state: CivitaiState): void {
  const path = '/v2/consumer/workflows/:workflowId/steps/:stepName';
  const find = (exchange: Exchange, workflowId: string, stepName: string): Step => {
    const step = findStep(findWorkflow(state, exchange, workflowId), stepName);
    if (step === undefined) throw problem(404);
    return step;
  };
  const update = (step: Step, body: unknown, rule: Rule): void => {
    enforce(rule, body, state.settings.strict);
    const { metadata } = asObject(body);
    step.metadata = asObject(metadata);
  };

  app.get(path, context => {
    const { exchange } = context.env;
    const step = find(exchange, context.req.param('workflowId'), context.req.param('stepName'));
    return context.json(renderStep(state, step, { site: exchange.site, hideMature: false }));
  });

  app.put(path, context => {
    const { exchange } = context.env;
    const step = find(exchange, context.req.param('workflowId'), context.req.param('stepName'));
    update(step, readJson(exchange), stepUpdateRule);
    return context.body(null, 204);
  });

  app.patch(path, context => {
    const { exchange } = context.env;
    const step = find(exchange, context.req.param('workflowId'), context.req.param('stepName'));
    update(step, applyPatch({ metadata: step.metadata }, readPatch(readJson(exchange))), stepUpdateRule);
    return context.body(null, 204);
  });
}

/**
 * A workflow of the caller.
 *
 * @throws {Problem} 404 if it is unknown, somebody else's, deleted, or ephemeral and over.
 */
function findWorkflow(state: CivitaiState, exchange: Exchange, id: string): Workflow {
  const account = authenticate(state, exchange);
  const workflow = state.workflows.get(id);
  if (workflow === undefined || workflow.account !== account || !isVisible(workflow)) throw problem(404);
  return workflow;
}

/** Whether a workflow can be read. */
export function isVisible({ deletedAt, isPreview, submission, status }: Workflow): boolean {
  return deletedAt === undefined && !isPreview && !(submission.ephemeral && isFinal(status));
}

function changed(before: Patchable, after: Patchable): Patchable {
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key])),
  );
}
