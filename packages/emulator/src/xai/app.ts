import { Hono } from 'hono';
import type { Backend, BackendApp, BackendEnvironment } from '../world/backend.ts';
import type { ReceivedRequest, Role } from '../world/request.ts';
import { createBatchApp } from './batch/app.ts';
import { Refusal } from '../world/refusal.ts';
import { usualRefusal } from './errors.ts';
import { createFilesApp } from './files-app.ts';
import { findModel, type ImageModelRow, renderImageModel } from './models.ts';
import { basePath, type XaiProfile } from './profile.ts';
import { authenticate, type Job, Service } from './service.ts';
import { submit } from './submit.ts';

/** api.x.ai lets browsers call it; the image host does not. */
const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': '*',
};

/** A backend that speaks xAI's wire format: xAI itself, or a gateway. */
export function createXaiBackend(profile: XaiProfile): Backend {
  return {
    hosts: profile.hosts,
    basePath,
    apiKey: profile.apiKey,
    role: (method, path) => roleOf(`${method} ${path}`),
    statusAnswer(status, request) {
      const { body, headers } = profile.errors.relay(usualRefusal(status), request.requestId);
      return { body, headers: { ...headersOf(profile, request), ...headers } };
    },
    create: world => createApp(new Service(profile, world)),
  };
}

function roleOf(request: string): Role {
  if (/ \/(xai-imgen|public)\//.test(request)) return 'content';
  if (/^POST \/v1\/(images\/(generations|edits)|batches(\/[^/]+\/requests)?)$/.test(request)) return 'submit';
  return /^GET \/v1\/(images|batches)\/[^/]+(\/results)?$/.test(request) ? 'poll' : 'other';
}

function headersOf({ headers }: XaiProfile, { requestId, role }: ReceivedRequest): Record<string, string> {
  return { 'x-request-id': requestId, ...headers, ...(role === 'content' ? {} : corsHeaders) };
}

function createApp(service: Service): BackendApp {
  const { profile, pictures, files } = service;
  const app = new Hono<BackendEnvironment>();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(headersOf(profile, context.env.exchange.request)))
      context.header(name, value);
  });
  app.onError((error, { env }) => {
    if (!(error instanceof Refusal)) throw error;
    return profile.errors.relay(error, env.exchange.request.requestId).toResponse();
  });
  app.notFound(({ env }) => {
    const { method, path } = env.exchange.request;
    return profile.errors.unknownRoute(method, path).toResponse();
  });

  app.route(basePath, createApi(service));
  app.get('/xai-imgen/:file', async context => {
    const { exchange } = context.env;
    const id = /^xai-tmp-imgen-(.+)\.\w+$/.exec(context.req.param('file'))?.[1] ?? '';
    const picture = pictures.get(id);
    if (picture !== undefined && exchange.effect('expire') !== undefined) picture.expiresAt = 0;
    if (picture === undefined || picture.expiresAt === 0) return context.text('Not Found', 404);
    exchange.whenDelivered(picture.delivered);
    return context.body(await picture.bytes(), 200, { 'content-type': picture.type });
  });
  app.get('/public/:token/:filename', async context => {
    const file = files.findPublic(context.req.param('token'));
    if (file === undefined) return context.text('Not Found', 404);
    return context.body(await file.read(), 200, { 'content-type': file.type });
  });
  return app;
}

function createApi(service: Service): BackendApp {
  const { isGateway, renderModel } = service.profile;
  const api = new Hono<BackendEnvironment>();
  api.options('*', context => context.body(null, 204));
  api.post('/images/generations', async context =>
    context.json(await submit(service, context.env.exchange, false)),
  );
  if (renderModel !== undefined) addModels(api, service, '/models', renderModel);
  if (isGateway) return api;
  addModels(api, service, '/image-generation-models', renderImageModel);
  api.post('/images/edits', async context => context.json(await submit(service, context.env.exchange, true)));
  api.get('/images/:id', async context => {
    const { apiKey } = authenticate(service, context.env.exchange);
    const id = context.req.param('id');
    const job = service.jobs.get(id);
    const now = service.world.now();
    if (job?.apiKey !== apiKey || now >= job.expiresAt)
      throw new Refusal(404, { error: 'Unknown request id or the result has expired.' });
    if (now < job.readyAt) return pending(id, job);
    return context.json({ request_id: id, ...(await job.finish(context.env.exchange.site)) });
  });
  api.route('/files', createFilesApp(service));
  api.route('/batches', createBatchApp(service));
  // A known path with another verb is an empty 405.
  const paths = new Set(api.routes.map(({ path }) => path).filter(path => !path.endsWith('*')));
  for (const path of paths) api.all(path, context => context.body(null, 405));
  return api;
}

function addModels(
  api: BackendApp,
  service: Service,
  path: string,
  render: (row: ImageModelRow) => object,
): void {
  const { models, errors } = service.profile;
  api.get(path, context => {
    authenticate(service, context.env.exchange);
    const rows = models.map(render);
    return context.json(path === '/models' ? { data: rows, object: 'list' } : { models: rows });
  });
  api.get(`${path}/:id`, context => {
    const { team } = authenticate(service, context.env.exchange);
    const id = context.req.param('id') ?? '';
    const found = findModel(models, id);
    if (found === undefined) throw errors.unknownModel(id, team);
    return context.json(render(found.row));
  });
}

/** What a pending job answers, three bodies in turn: clients must take any 202 as pending, whatever its body. */
function pending(id: string, job: Job): Response {
  job.polls += 1;
  if (job.polls % 3 === 1) return Response.json({ request_id: id, status: 'pending' }, { status: 202 });
  return new Response(job.polls % 3 === 2 ? null : 'pending', { status: 202 });
}
