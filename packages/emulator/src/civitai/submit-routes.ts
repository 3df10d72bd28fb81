import type { BackendApp, Exchange } from '../world/backend.ts';
import { createRateLimiter } from '../world/rate-limit.ts';
import { check } from './check.ts';
import { maxWaitSeconds, stepTypes } from './facts.ts';
import { inputSchemas } from './inputs.ts';
import { wordOf } from './json.ts';
import { planCharge } from './money.ts';
import { problem, rejection } from './problem.ts';
import { renderOutput, renderWorkflow } from './render.ts';
import { authenticate, queryFlag, queryNumber, readJson, waitForEnd } from './request.ts';
import type { CivitaiState } from './state.ts';
import { loopbackSubmissionSchema, type Submission, submissionSchema } from './submission.ts';
import { preview, submit } from './submit.ts';
import { type Account, isFinal } from './workflow.ts';

/** Starting workflows, or asking what they would cost. */
export function addSubmitRoutes(app: BackendApp, state: CivitaiState): void {
  app.post('/v2/consumer/workflows', async context => {
    const { exchange } = context.env;
    const account = authenticate(state, exchange);
    count(state, account);
    const { strict, loopbackCallbacks } = state.settings;
    const schema = loopbackCallbacks ? loopbackSubmissionSchema : submissionSchema;
    const submission = check(schema, readJson(exchange), strict);
    const hideMature = queryFlag(exchange, 'hideMatureContent');
    if (queryFlag(exchange, 'whatif')) {
      const { workflow, headers, transactions } = price(state, account, submission, exchange);
      const answer = renderWorkflow(state, workflow, { site: exchange.site, hideMature: false });
      return context.json({ ...answer, transactions }, 200, headers);
    }
    const wait = queryNumber(exchange, 'wait', 0);
    if (submission.ephemeral && wait <= 0 && submission.callbacks.length === 0)
      throw rejection('An ephemeral workflow needs a callback or wait greater than 0.');
    const workflow = submit(state, account, submission, exchange);
    await waitForEnd(state, workflow, exchange);
    const answer = renderWorkflow(state, workflow, { site: exchange.site, hideMature });
    return context.json(answer, isFinal(workflow.status) || workflow.isPreview ? 200 : 202);
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
    const submission = check(submissionSchema, body, strict);
    if (queryFlag(exchange, 'whatif'))
      return context.json({ images: [] }, 200, price(state, account, submission, exchange).headers);
    const workflow = submit(state, account, submission, exchange);
    await waitForEnd(state, workflow, exchange, maxWaitSeconds);
    const output = workflow.steps[0]?.output ?? {};
    return context.json(renderOutput(state, output, { site: exchange.site, hideMature: false }));
  });
}

/** Counts a submit, where there is a limit. */
function count(state: CivitaiState, { apiKey }: Account): void {
  const { submitsPerSecond: perSecond } = state.settings;
  if (perSecond === 0) return;
  const limiter =
    state.limiters.get(perSecond) ??
    createRateLimiter({ perSecond, perMinute: perSecond * 60 }, state.world.now);
  state.limiters.set(perSecond, limiter);
  if (limiter.take(apiKey)) throw problem(429, `More than ${perSecond} submits in a second.`);
}

/** The headers were seen in answers to previews; the web site's own widget reads them (developer-docs, 2026-08-07). */
function price(state: CivitaiState, account: Account, submission: Submission, exchange: Exchange) {
  const workflow = preview(state, account, submission, exchange);
  const { total } = workflow.cost;
  const { shares, isEnough } = planCharge(account, submission, total);
  const byCurrency = shares.map(({ accountType, amount }) => `${accountType}=${amount}`).join(';');
  return {
    workflow,
    headers: {
      'x-civitai-cost-total': String(total),
      'x-civitai-cost-by-currency': byCurrency,
      'x-civitai-insufficient-buzz': String(!isEnough),
    },
    transactions: {
      list: shares.map(share => ({ type: 'debit', ...share })),
      insufficientBuzz: !isEnough,
    },
  };
}
