import type { Exchange } from '../world/backend.ts';
import type { Bill } from '../world/ledger.ts';
import { Refusal, tooManyRequests } from './errors.ts';
import { type ImageFormat, type Made, make, type MakeOptions, renderAnswer } from './make.ts';
import { priceOf } from './models.ts';
import { moderate, moderationBody, moderationMessage } from './moderation.ts';
import type { Job, Service } from './service.ts';
import { loadSources } from './sources.ts';
import { type Order, validate } from './validate.ts';

/** Answers a generation or an edit. Once the price is on the ledger, nothing takes it off again. */
export async function submit(service: Service, exchange: Exchange, isEdit: boolean): Promise<object> {
  const order = validate(service, exchange.request, isEdit);
  checkRate(service, order);
  const sources = await loadSources(service, exchange.site, order);
  const moderation = moderate(exchange, order.body.prompt);
  const cost = costOf(order);
  const bill = charge(service, exchange.requestId, order, cost);
  const dropped = exchange.effect('dropImages')?.dropImages ?? 0;
  const storageError = exchange.effect('storageError')?.storageError;
  const making: MakeOptions = { order, sources, bill, moderation, cost, dropped, storageError };
  if (order.body.deferred) return defer(service, exchange, making);
  if (moderation?.shape === 'refuse' || moderation?.shape === 'fail') {
    throw new Refusal(400, moderationBody(moderation.shape, cost));
  }
  const format = formatOf(order);
  const made = await make(service, making);
  if (format === 'b64_json') exchange.whenDelivered(() => markDelivered(made));
  return renderAnswer(service.profile, made, exchange.site, format);
}

export function formatOf({ body, model }: Order): ImageFormat {
  return model.row.delivers?.format ?? (body.response_format === 'b64_json' ? 'b64_json' : 'url');
}

/** Base64 has reached the caller with the answer itself. */
export function markDelivered({ images }: Made): void {
  for (const { picture } of images) picture?.delivered();
}

function checkRate({ limiter }: Service, { account, model }: Order): void {
  const exceeded = limiter.take(`${account.apiKey}\n${model.row.id}`);
  if (exceeded === undefined) return;
  const seconds = Math.max(1, Math.ceil(exceeded.retryAfterMs / 1000));
  const body = tooManyRequests(account.team, model.row.id, exceeded);
  throw new Refusal(429, body, { 'retry-after': String(seconds) });
}

export function charge({ profile, world }: Service, requestId: string, order: Order, cost: number): Bill {
  return world.ledger.charge({
    backend: profile.name,
    model: order.model.row.id,
    requestId,
    apiKey: order.account.apiKey,
    operation: order.isEdit ? 'edit' : 'generate',
    prompt: order.body.prompt,
    images: order.n,
    cost,
    unit: 'ticks',
  });
}

const failureCodes = { refuse: 'permission_denied', fail: 'invalid_argument' } as const;

function defer(service: Service, { site, effect }: Exchange, making: MakeOptions): object {
  const { world, jobs, profile } = service;
  const { order, moderation, cost } = making;
  const { deferredMs, urlLifetimeMs } = world.options;
  const scripted = effect('jobStatus')?.jobStatus;
  const id = world.uuid();
  const readyAt = world.now() + deferredMs;
  let made: Promise<Made> | undefined;
  const job: Job = {
    apiKey: order.account.apiKey,
    readyAt,
    expiresAt: readyAt + urlLifetimeMs,
    polls: 0,
    async finish(asker) {
      if (scripted !== undefined) return { status: scripted };
      if (moderation?.shape === 'refuse' || moderation?.shape === 'fail') {
        const error = { code: failureCodes[moderation.shape], message: moderationMessage };
        return { status: 'failed', error, usage: { cost_in_usd_ticks: cost } };
      }
      made ??= make(service, making);
      return { status: 'done', ...(await renderAnswer(profile, await made, asker, 'url')) };
    },
  };
  for (const [old, { expiresAt }] of jobs) if (world.now() >= expiresAt) jobs.delete(old);
  jobs.set(id, job);
  // Uploads happen whether or not anybody asks for the outcome.
  if (order.body.output !== undefined)
    world.guard(() => world.sleep(deferredMs).then(() => job.finish(site)), undefined);
  return { request_id: id };
}

export function costOf({ model, n, sources, isEdit, body }: Order): number {
  return n * priceOf(model, isEdit, body) + sources.length * model.row.inputPrice;
}
