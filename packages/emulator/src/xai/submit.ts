import type { Exchange } from '../world/backend.ts';
import { Refusal, tooManyRequests } from './errors.ts';
import type { JobResult } from './jobs.ts';
import type { Bill } from '../world/ledger.ts';
import { type MakeOptions, makeImages } from './make.ts';
import { priceOf } from './models.ts';
import { moderate, moderationBody } from './moderation.ts';
import type { Made } from './made.ts';
import { type ImageFormat, renderAnswer } from './render.ts';
import type { Service } from './service.ts';
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
  const making: MakeOptions = {
    order,
    sources,
    bill,
    moderation,
    dropped: exchange.effect('dropImages')?.dropImages ?? 0,
    storageError: exchange.effect('storageError')?.storageError,
  };
  if (order.body.deferred) return defer(service, exchange, making, cost);
  if (moderation?.shape === 'refuse' || moderation?.shape === 'fail') {
    throw new Refusal(400, moderationBody(moderation.shape, cost));
  }
  const format = formatOf(order);
  const images = await makeImages(service, making);
  if (format === 'b64_json') {
    exchange.whenDelivered(() => {
      for (const image of images) image.picture?.delivered();
    });
  }
  const made: Made = { images, cost, model: order.model.row.id, at: service.world.now() };
  return renderAnswer(service.profile, made, exchange.site, format);
}

export function formatOf({ body, model }: Order): ImageFormat {
  if (model.row.delivers !== undefined) return model.row.delivers.format;
  return body.response_format === 'b64_json' ? 'b64_json' : 'url';
}

function checkRate({ limiter }: Service, { account, model }: Order): void {
  const exceeded = limiter.take(`${account.apiKey}\n${model.row.id}`);
  if (exceeded === undefined) return;
  const seconds = Math.max(1, Math.ceil(exceeded.retryAfterMs / 1000));
  const body = tooManyRequests(account.team, model.row.id, exceeded);
  throw new Refusal(429, body, { 'retry-after': String(seconds) });
}

/** In ticks. */
export function costOf({ model, n, sources, isEdit, body }: Order): number {
  const { resolution = '1k', quality = 'auto' } = body;
  return priceOf({ model, n, inputs: sources.length, isEdit, resolution, quality });
}

/** Puts a request on the ledger. */
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

function defer(service: Service, exchange: Exchange, making: MakeOptions, cost: number): object {
  const { world, jobs } = service;
  const { order, moderation } = making;
  const scripted = exchange.effect('jobStatus')?.jobStatus;
  const usage = { cost_in_usd_ticks: cost };
  const job = jobs.start(order.account.apiKey, async (): Promise<JobResult> => {
    if (scripted !== undefined) return { status: 'scripted', value: scripted };
    if (moderation?.shape === 'refuse') return { status: 'failed', code: 'permission_denied', usage };
    if (moderation?.shape === 'fail') return { status: 'failed', code: 'invalid_argument', usage };
    const images = await makeImages(service, making);
    return { status: 'done', made: { images, cost, model: order.model.row.id, at: world.now() } };
  });
  if (order.body.output !== undefined) {
    // Uploads happen whether or not anybody asks for the outcome.
    world.guard(() => world.sleep(world.options.deferredMs).then(job.finish), undefined);
  }
  return { request_id: job.id };
}
