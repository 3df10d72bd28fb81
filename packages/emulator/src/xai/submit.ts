import type { Exchange } from '../world/backend.ts';
import { Refusal } from '../world/refusal.ts';
import { tooManyRequests } from './errors.ts';
import { bill, type Billed, type Circumstances, type ImageFormat, type Made, make } from './make.ts';
import { moderate, moderationMessage } from './moderation.ts';
import type { Job, Service } from './service.ts';
import { type Order, validate } from './validate.ts';

export async function submit(service: Service, exchange: Exchange, isEdit: boolean): Promise<object> {
  const order = validate(service, exchange.request, isEdit);
  const { apiKey, team } = order.account;
  const { id } = order.model.row;
  const { rateLimit } = service.world.options;
  const isLimited = rateLimit !== false && !service.profile.isGateway;
  const exceeded = isLimited ? service.limiter.take(`${apiKey}\n${id}`, rateLimit) : undefined;
  if (exceeded !== undefined) {
    const seconds = Math.max(1, Math.ceil(exceeded.retryAfterMs / 1000));
    throw new Refusal(429, tooManyRequests(team, id, exceeded), { 'retry-after': String(seconds) });
  }
  const { requestId } = exchange.request;
  const circumstances = { requestId, site: exchange.site };
  const billed = await bill(service, order, circumstances, prompt => moderate(exchange, prompt));
  const dropped = exchange.effect('dropImages')?.dropImages ?? 0;
  const storageError = exchange.effect('storageError')?.storageError;
  if (order.body.deferred) return defer(service, exchange, billed, { dropped, storageError });
  const { moderation, cost } = billed;
  if (moderation?.refusal !== undefined) {
    const { code } = moderation.refusal;
    throw new Refusal(400, { code, error: moderationMessage, usage: { cost_in_usd_ticks: cost } });
  }
  const format = formatOf(order);
  const made = await make(service, billed, { dropped, storageError });
  if (format === 'b64_json') exchange.whenDelivered(made.delivered);
  return made.show(exchange.site, format);
}

export function formatOf({ body, model }: Order): ImageFormat {
  return model.row.delivers?.format ?? (body.response_format === 'b64_json' ? 'b64_json' : 'url');
}

function defer(
  service: Service,
  { site, effect }: Exchange,
  billed: Billed,
  circumstances: Circumstances,
): object {
  const { world, jobs } = service;
  const { order, moderation, cost } = billed;
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
      if (moderation?.refusal !== undefined) {
        const error = { code: moderation.refusal.jobCode, message: moderationMessage };
        return { status: 'failed', error, usage: { cost_in_usd_ticks: cost } };
      }
      made ??= make(service, billed, circumstances);
      return { status: 'done', ...(await (await made).show(asker, 'url')) };
    },
  };
  for (const [old, { expiresAt }] of jobs) if (world.now() >= expiresAt) jobs.delete(old);
  jobs.set(id, job);
  // Uploads happen whether or not anybody asks for the outcome.
  if (order.body.output !== undefined)
    world.guard(() => world.sleep(deferredMs).then(() => job.finish(site)), undefined);
  return { request_id: id };
}
