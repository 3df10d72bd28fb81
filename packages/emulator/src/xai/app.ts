import { Hono } from 'hono';
import type { BackendApp, BackendEnvironment } from '../backend.ts';
import { authenticate } from './account.ts';
import { findRow, renderImageModel, renderModel } from './catalogue.ts';
import { Refusal, routeNotFound } from './errors.ts';
import { createFilesApp } from './files-app.ts';
import { commonHeaders, corsHeaders } from './headers.ts';
import { poll } from './poll.ts';
import type { Service } from './service.ts';
import { submit } from './submit.ts';

/** The routes of a service that speaks xAI's wire format. */
export function createXaiApp(service: Service): BackendApp {
  const { profile, pictures, files } = service;
  const app = new Hono<BackendEnvironment>();
  app.use(async (context, next) => {
    await next();
    const { requestId, request } = context.env.exchange;
    const headers = { ...commonHeaders(requestId), ...(request.role === 'content' ? {} : corsHeaders) };
    for (const [name, value] of Object.entries(headers)) context.header(name, value);
  });
  app.onError(error => {
    if (error instanceof Refusal) return toResponse(error);
    throw error;
  });
  app.notFound(() => toResponse(routeNotFound()));

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
  app.get('/public/:token/:filename', context => {
    const file = files.findPublic(context.req.param('token'));
    if (file === undefined) return context.text('Not Found', 404);
    return context.body(file.bytes, 200, { 'content-type': file.type });
  });
  return app;
}

function createApi(service: Service): BackendApp {
  const { has, models, keyPrefix } = service.profile;
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
  }
  if (has.catalogue) {
    const check = (authorization: string | undefined): void => void authenticate(authorization, keyPrefix);
    api.get('/image-generation-models', context => {
      check(context.req.header('authorization'));
      return context.json({ models: models.map(renderImageModel) });
    });
    api.get('/image-generation-models/:id', context => {
      check(context.req.header('authorization'));
      return context.json(renderImageModel(findRow(models, context.req.param('id'))));
    });
    api.get('/models', context => {
      check(context.req.header('authorization'));
      return context.json({ data: models.map(renderModel), object: 'list' });
    });
    api.get('/models/:id', context => {
      check(context.req.header('authorization'));
      return context.json(renderModel(findRow(models, context.req.param('id'))));
    });
  }
  if (has.files) api.route('/files', createFilesApp(service));
  // A known path with another verb: an empty 405.
  for (const path of ['/images/:id', '/models', '/image-generation-models', '/files']) {
    api.all(path, () => new Response(null, { status: 405 }));
  }
  return api;
}

function toResponse({ status, body, headers }: Refusal): Response {
  return typeof body === 'string'
    ? new Response(body, { status, headers })
    : Response.json(body, { status, headers });
}
