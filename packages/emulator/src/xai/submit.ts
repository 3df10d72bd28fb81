import type { Exchange } from '../backend.ts';
import { Refusal, tooManyRequests } from './errors.ts';
import type { JobResult } from './jobs.ts';
import { type MakeOptions, makeImages } from './make.ts';
import { priceOf } from './models.ts';
import { moderate, moderationBody } from './moderation.ts';
import { renderImage } from './render.ts';
import type { Service } from './service.ts';
import { loadSource } from './sources.ts';
import { type Order, validate } from './validate.ts';

/** Answers a generation or an edit. Once the price is on the ledger, nothing takes it off again. */
export async function submit(service: Service, exchange: Exchange, isEdit: boolean): Promise<object> {
  const order = validate(service, exchange.request, isEdit);
  checkRate(service, order);
  const sources = await Promise.all(
    order.sources.map(source => loadSource(service, order.account.apiKey, exchange.site, source)),
  );
  const moderation = moderate(exchange, order.body.prompt);
  const cost = costOf(order);
  const bill = charge(service, exchange, order, cost);
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
  const format = order.body.response_format === 'b64_json' ? 'b64_json' : 'url';
  const images = await makeImages(service, making);
  if (format === 'b64_json') {
    exchange.whenDelivered(() => {
      for (const image of images) image.picture?.delivered();
    });
  }
  return {
    data: await Promise.all(images.map(image => renderImage(image, exchange.site, format))),
    usage: { cost_in_usd_ticks: cost },
    model: order.model.row.id,
  };
}

function checkRate({ limiter }: Service, { account, model }: Order): void {
  const exceeded = limiter.take(`${account.apiKey}\n${model.row.id}`);
  if (exceeded === undefined) return;
  const retryAfter = String(Math.max(1, Math.ceil(exceeded.retryAfterMs / 1000)));
  throw new Refusal(429, tooManyRequests(account.team, model.row.id, exceeded), {
    'retry-after': retryAfter,
  });
}

function costOf({ model, n, sources, isEdit, body }: Order): number {
  const { resolution = '1k', quality = 'auto' } = body;
  return priceOf({ model, n, inputs: sources.length, isEdit, resolution, quality });
}

function charge(
  { name, world }: Service,
  exchange: Exchange,
  order: Order,
  cost: number,
): MakeOptions['bill'] {
  return world.ledger.charge({
    backend: name,
    model: order.model.row.id,
    requestId: exchange.requestId,
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
    return { status: 'done', images, usage, model: order.model.row.id };
  });
  if (order.body.output !== undefined) {
    // Uploads happen whether or not anybody asks for the outcome.
    void world.sleep(world.options.deferredMs).then(job.finish);
  }
  return { request_id: job.id };
}
