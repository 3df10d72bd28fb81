import { Hono } from 'hono';
import type { BackendApp, BackendEnvironment } from '../world/backend.ts';
import { authenticate } from './account.ts';
import { createBatchApp } from './batch/app.ts';
import { findRow, renderImageModel, renderModel, renderOpenaiModel } from './catalogue.ts';
import { Refusal } from './errors.ts';
import { createFilesApp } from './files-app.ts';
import { commonHeaders, corsHeaders } from './headers.ts';
import { poll } from './poll.ts';
import type { XaiProfile } from './profile.ts';
import type { Service } from './service.ts';
import { submit } from './submit.ts';
import { refuseOtherVerbs } from './verbs.ts';

/** The routes of a service that speaks xAI's wire format. */
export function createXaiApp(service: Service): BackendApp {
  const { profile, pictures, files } = service;
  const app = new Hono<BackendEnvironment>();
  app.use(async (context, next) => {
    await next();
    const { requestId, request } = context.env.exchange;
    const headers = {
      ...commonHeaders(profile, requestId),
      ...(request.role === 'content' ? {} : corsHeaders),
    };
    for (const [name, value] of Object.entries(headers)) context.header(name, value);
  });
  app.onError((error, context) => {
    if (!(error instanceof Refusal)) throw error;
    return toResponse(profile.errors.relay(error, context.env.exchange.requestId));
  });
  app.notFound(context => {
    const { method, path } = context.env.exchange.request;
    return toResponse(profile.errors.unknownRoute(method, path));
  });

  app.route(profile.basePath, createApi(service));
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
  const { has } = service.profile;
  const api = new Hono<BackendEnvironment>();
  api.options('*', context => context.body(null, 204));
  api.post('/images/generations', async context =>
    context.json(await submit(service, context.env.exchange, false)),
  );
  if (has.edits) {
    api.post('/images/edits', async context =>
      context.json(await submit(service, context.env.exchange, true)),
    );
  }
  if (has.deferred) {
    api.get('/images/:id', context => poll(service, context.env.exchange, context.req.param('id')));
    refuseOtherVerbs(api, '/images/:id');
  }
  if (has.models !== 'none') addModels(api, service.profile, has.models);
  if (has.imageModels) addImageModels(api, service.profile);
  if (has.files) api.route('/files', createFilesApp(service));
  if (has.batches) api.route('/batches', createBatchApp(service));
  return api;
}

const modelShapes = { xai: renderModel, openai: renderOpenaiModel } as const;

function addModels(api: BackendApp, profile: XaiProfile, shape: keyof typeof modelShapes): void {
  const render = modelShapes[shape];
  api.get('/models', context => {
    authenticate(context.req.header('authorization'), profile);
    return context.json({ data: profile.models.map(render), object: 'list' });
  });
  api.get('/models/:id', context => {
    const account = authenticate(context.req.header('authorization'), profile);
    return context.json(render(findRow(profile, context.req.param('id'), account)));
  });
  refuseOtherVerbs(api, '/models');
}

function addImageModels(api: BackendApp, profile: XaiProfile): void {
  api.get('/image-generation-models', context => {
    authenticate(context.req.header('authorization'), profile);
    return context.json({ models: profile.models.map(renderImageModel) });
  });
  api.get('/image-generation-models/:id', context => {
    const account = authenticate(context.req.header('authorization'), profile);
    return context.json(renderImageModel(findRow(profile, context.req.param('id'), account)));
  });
  refuseOtherVerbs(api, '/image-generation-models');
}

function toResponse({ status, body, headers }: Refusal): Response {
  return typeof body === 'string'
    ? new Response(body, { status, headers })
    : Response.json(body, { status, headers });
}
