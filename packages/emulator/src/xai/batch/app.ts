import { type Context, Hono } from 'hono';
import type { BackendApp, BackendEnvironment } from '../../world/backend.ts';
import { decodeRequest } from '../body.ts';
import { Refusal } from '../../world/refusal.ts';
import { invalidArgument } from '../errors.ts';
import { placeAfter, readLimit } from '../file-list.ts';
import { type Account, authenticate, type Service } from '../service.ts';
import { type Batch, renderBatch, renderMetadata } from './batch.ts';
import { BatchStore } from './batches.ts';
import { addSchema, createSchema, readRequests } from './load.ts';

/** Of one call that adds requests (docs.x.ai, batch guide); the megabyte is taken at its smallest. */
const maxPayloadBytes = 25_000_000;

/** The Batch API (docs.x.ai, batch guide, 2026). Its requests count towards no rate limit. */
export function createBatchApp(service: Service): BackendApp {
  const app = new Hono<BackendEnvironment>();
  const batches = new BatchStore(service);
  const accountOf = ({ env }: Context<BackendEnvironment>): Account => authenticate(service, env.exchange);
  const batchOf = (context: Context<BackendEnvironment>): Promise<Batch> =>
    batches.get(accountOf(context), context.req.param('id')?.replace(/:cancel$/, '') ?? '');

  app.post('/', context => {
    const { exchange } = context.env;
    const { name, input_file_id: fileId } = decodeRequest(exchange.request, createSchema).body;
    const account = accountOf(context);
    if (fileId === undefined) return context.json(renderBatch(batches.create(name, account)));
    const file = service.files.get(account.apiKey, fileId);
    const input = { file, site: exchange.site, forced: exchange.effect('batchError') };
    return context.json(renderBatch(batches.create(name, account, input)));
  });
  app.get('/', async context => {
    const { page, token } = paginate(await batches.list(accountOf(context)), context.req.query());
    return context.json({ batches: page.map(renderBatch), pagination_token: token });
  });

  app.get('/:id', async context => context.json(renderBatch(await batchOf(context))));
  app.post('/:id', async context => {
    if (!context.req.param('id').endsWith(':cancel')) return context.body(null, 405);
    const batch = await batchOf(context);
    batches.cancel(batch);
    return context.json(renderBatch(batch));
  });

  app.post('/:id/requests', async context => {
    const { exchange } = context.env;
    if (exchange.request.bytes.length > maxPayloadBytes) throw new Refusal(413, 'length limit exceeded');
    const requests = readRequests(service, decodeRequest(exchange.request, addSchema).body);
    const batch = await batchOf(context);
    if (requests.length === 0) throw invalidArgument('`batch_requests` cannot be empty.');
    batches.add(batch, requests, { site: exchange.site, forced: exchange.effect('batchError') });
    return context.json({});
  });
  app.get('/:id/requests', async context => {
    const { items } = await batchOf(context);
    const { page, token } = paginate([...items.values()], context.req.query());
    return context.json({ batch_request_metadata: page.map(renderMetadata), pagination_token: token });
  });

  app.get('/:id/results', async context => {
    const { exchange } = context.env;
    const { finished } = await batchOf(context);
    const { page, token } = paginate(finished, context.req.query());
    const results = [];
    for (const { id, outcome } of page)
      results.push({ batch_request_id: id, ...(await outcome?.show(exchange.site)) });
    exchange.whenDelivered(() => page.forEach(({ outcome }) => outcome?.delivered()));
    return context.json({ results, pagination_token: token });
  });
  return app;
}

const usualLimit = 100;
const maxLimit = 1000;

/** The token is the id of the last one shown; on the last page there is none. Lists only grow, at one end. */
function paginate<Listed extends { readonly id: string }>(
  all: readonly Listed[],
  { limit, pagination_token: after = '' }: Readonly<Record<string, string>>,
): { page: readonly Listed[]; token: string | null } {
  const start = placeAfter(all, 'pagination_token', after);
  const end = start + readLimit(limit, usualLimit, maxLimit);
  const page = all.slice(start, end);
  return { page, token: end < all.length ? (page.at(-1)?.id ?? null) : null };
}
