import type { BackendApp } from '../world/backend.ts';
import { maxWaitSeconds } from './facts.ts';
import { wordOf } from './json.ts';
import { inputRules } from './input-rules.ts';
import { planCharge } from './money.ts';
import { problem } from './problem.ts';
import { renderOutput } from './render.ts';
import { asObject, authenticate, queryFlag, readJson, waitForEnd } from './request.ts';
import { enforce } from './rules.ts';
import type { CivitaiState } from './state.ts';
import { preview, submit } from './submit.ts';
import { previewHeaders } from './submit-routes.ts';
import { readSubmission } from './submission.ts';
import { stepTypes } from './facts.ts';

/**
 * `POST /v2/consumer/recipes/{recipe}`: a workflow of one step, answered with the bare output of the step when that has
 * ended (Civitai orchestration OpenAPI document v2, 2026-08-20, `InvokeImageGenStepTemplate`).
 */
export function addRecipeRoutes(app: BackendApp, state: CivitaiState): void {
  app.post('/v2/consumer/recipes/:recipe', async context => {
    const { exchange } = context.env;
    const account = authenticate(state, exchange);
    const type = wordOf(stepTypes, context.req.param('recipe'));
    if (type === undefined) throw problem(404);
    const input = readJson(exchange);
    enforce(inputRules[type], input, state.settings.strict, 'input');
    const submission = readSubmission({
      steps: [{ $type: type, input: asObject(input) }],
      ...(queryFlag(exchange, 'allowMatureContent') ? { allowMatureContent: true } : {}),
      ephemeral: queryFlag(exchange, 'ephemeral'),
    });
    if (queryFlag(exchange, 'whatif')) {
      const { cost } = preview(state, account, submission, exchange);
      const { shares, isEnough } = planCharge(account, submission, cost.total);
      return context.json({ images: [] }, 200, previewHeaders(cost.total, shares, isEnough));
    }
    const workflow = submit(state, account, submission, exchange);
    await waitForEnd(state, workflow, exchange, maxWaitSeconds);
    const output = workflow.steps[0]?.output ?? {};
    return context.json(renderOutput(state, output, { site: exchange.site, hideMature: false }));
  });
}
