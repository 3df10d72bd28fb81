import type { Backend } from '../world/backend.ts';
import type { Role } from '../world/request.ts';
import { createXaiApp } from './app.ts';
import { usualRefusal } from './errors.ts';
import { commonHeaders, corsHeaders } from './headers.ts';
import type { XaiProfile } from './profile.ts';
import { createService } from './service.ts';

/** A backend that speaks xAI's wire format: xAI itself, or a gateway. */
export function createXaiBackend(profile: XaiProfile): Backend {
  return {
    hosts: profile.hosts,
    basePath: profile.basePath,
    apiKey: profile.apiKey,
    role: (method, path) => roleOf(method, path.slice(profile.basePath.length), path),
    statusAnswer(status, { requestId }) {
      const { body, headers } = profile.errors.relay(usualRefusal(status), requestId);
      return { body, headers: { ...commonHeaders(profile, requestId), ...corsHeaders, ...headers } };
    },
    create: world => createXaiApp(createService(profile, world)),
  };
}

function roleOf(method: string, apiPath: string, path: string): Role {
  if (/^\/(xai-imgen|public)\//.test(path)) return 'content';
  if (method === 'POST' && /^\/images\/(generations|edits)$/.test(apiPath)) return 'submit';
  if (method === 'POST' && /^\/batches(\/[^/]+\/requests)?$/.test(apiPath)) return 'submit';
  if (method === 'GET' && /^\/(images|batches)\/[^/]+(\/results)?$/.test(apiPath)) return 'poll';
  return 'other';
}
