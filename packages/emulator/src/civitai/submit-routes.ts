import type { BackendApp, Exchange } from '../world/backend.ts';
import type { Account, Share } from './account.ts';
import { planCharge } from './money.ts';
import { rejection } from './problem.ts';
import { renderWorkflow } from './render.ts';
import { asObject, authenticate, queryFlag, queryNumber, readJson, waitForEnd } from './request.ts';
import { enforce } from './rules.ts';
import type { CivitaiState } from './state.ts';
import { preview, submit } from './submit.ts';
import { type Submission, readSubmission } from './submission.ts';
import { submissionRule } from './submission-rules.ts';
import { isFinal } from './workflow.ts';

/** `POST /v2/consumer/workflows`: starts a workflow, or says what it would cost. */
export function addSubmitRoutes(app: BackendApp, state: CivitaiState): void {
  app.post('/v2/consumer/workflows', async context => {
    const { exchange } = context.env;
    const account = authenticate(state, exchange);
    const body = readJson(exchange);
    enforce(submissionRule(state.settings), body, state.settings.strict);
    const submission = readSubmission(asObject(body));
    const hideMature = queryFlag(exchange, 'hideMatureContent');
    if (queryFlag(exchange, 'whatif')) return answerPreview(state, account, submission, exchange);
    const wait = queryNumber(exchange, 'wait', 0);
    if (submission.ephemeral && wait <= 0 && submission.callbacks.length === 0)
      throw rejection('An ephemeral workflow needs a callback or wait greater than 0.');
    const workflow = submit(state, account, submission, exchange);
    await waitForEnd(state, workflow, exchange);
    const answer = renderWorkflow(state, workflow, { site: exchange.site, hideMature });
    return context.json(answer, isFinal(workflow.status) || workflow.isPreview ? 200 : 202);
  });
}

function answerPreview(
  state: CivitaiState,
  account: Account,
  submission: Submission,
  exchange: Exchange,
): Response {
  const workflow = preview(state, account, submission, exchange);
  const { shares, isEnough } = planCharge(account, submission, workflow.cost.total);
  const list = shares.map(({ accountType, amount }) => ({ type: 'debit', amount, accountType }));
  const answer = renderWorkflow(state, workflow, { site: exchange.site, hideMature: false });
  return Response.json(
    { ...answer, transactions: { list, insufficientBuzz: !isEnough } },
    { headers: previewHeaders(workflow.cost.total, shares, isEnough) },
  );
}

/** Seen in answers to previews; the web site's own widget reads them (developer-docs repository, 2026-08-07). */
export function previewHeaders(
  total: number,
  shares: readonly Share[],
  isEnough: boolean,
): Record<string, string> {
  return {
    'x-civitai-cost-total': String(total),
    'x-civitai-cost-by-currency': shares
      .map(({ accountType, amount }) => `${accountType}=${amount}`)
      .join(';'),
    'x-civitai-insufficient-buzz': String(!isEnough),
  };
}
