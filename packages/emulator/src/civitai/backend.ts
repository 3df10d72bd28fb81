import { Hono } from 'hono';
import type { Backend, BackendApp, BackendEnvironment } from '../world/backend.ts';
import { Refusal } from '../world/refusal.ts';
import type { Role } from '../world/request.ts';
import { addBlobRoutes } from './blob-routes.ts';
import { hosts } from './facts.ts';
import { problem, usualAnswer } from './problem.ts';
import { stateOf } from './state.ts';
import { addSubmitRoutes, addWorkflowRoutes } from './workflow-routes.ts';

/** Civitai's orchestration API, written from its OpenAPI document v2 (2026-08-20) and from developer.civitai.com. */
export const civitaiBackend: Backend = {
  hosts,
  basePath: '',
  apiKey: 'civitai-emulator-0123456789abcdef',
  role: roleOf,
  statusAnswer: usualAnswer,
  create(world) {
    const app: BackendApp = new Hono<BackendEnvironment>();
    const state = stateOf(world);
    for (const addRoutes of [addSubmitRoutes, addWorkflowRoutes, addBlobRoutes]) addRoutes(app, state);
    app.notFound(() => problem(404).toResponse());
    app.onError(error => {
      if (error instanceof Refusal) return error.toResponse();
      throw error;
    });
    return app;
  },
};

function roleOf(method: string, path: string): Role {
  if (method === 'POST' && /^\/v2\/consumer\/(?:workflows|recipes\/[^/]+)$/.test(path)) return 'submit';
  if (method === 'GET' && /^\/v2\/consumer\/workflows\/[^/]+$/.test(path)) return 'poll';
  const isFile = path.startsWith('/v2/consumer/blobs/') && path !== '/v2/consumer/blobs/upload';
  return method === 'GET' && isFile ? 'content' : 'other';
}
