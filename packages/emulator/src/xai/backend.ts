import type { Backend } from '../world/backend.ts';
import type { Role } from '../world/request.ts';
import { createXaiApp, headersOf } from './app.ts';
import { usualRefusal } from './errors.ts';
import { basePath, type XaiProfile } from './profile.ts';
import { createService } from './service.ts';

/** A backend that speaks xAI's wire format: xAI itself, or a gateway. */
export function createXaiBackend(profile: XaiProfile): Backend {
  return {
    hosts: profile.hosts,
    basePath,
    apiKey: profile.apiKey,
    role: (method, path) => roleOf(`${method} ${path}`),
    statusAnswer(status, request) {
      const { body, headers } = profile.errors.relay(usualRefusal(status), request.requestId);
      return { body, headers: { ...headersOf(profile, { request }), ...headers } };
    },
    create: world => createXaiApp(createService(profile, world)),
  };
}

function roleOf(request: string): Role {
  if (/ \/(xai-imgen|public)\//.test(request)) return 'content';
  if (/^POST \/v1\/(images\/(generations|edits)|batches(\/[^/]+\/requests)?)$/.test(request)) return 'submit';
  return /^GET \/v1\/(images|batches)\/[^/]+(\/results)?$/.test(request) ? 'poll' : 'other';
}
