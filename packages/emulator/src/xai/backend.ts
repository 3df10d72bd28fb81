import type { Backend, Role } from '../backend.ts';
import type { BackendName } from '../backends.ts';
import { createXaiApp } from './app.ts';
import { usualBody } from './errors.ts';
import { commonHeaders, corsHeaders } from './headers.ts';
import type { XaiProfile } from './profile.ts';
import { createService } from './service.ts';

/** A backend that speaks xAI's wire format: xAI itself, or a gateway. */
export function createXaiBackend(name: BackendName, profile: XaiProfile): Backend {
  return {
    hosts: profile.hosts,
    basePath: profile.basePath,
    apiKey: profile.apiKey,
    role: (method, path) => roleOf(method, path.slice(profile.basePath.length), path),
    statusAnswer(status, { requestId }) {
      const { body, headers } = usualBody(status);
      return { body, headers: { ...commonHeaders(requestId), ...corsHeaders, ...headers } };
    },
    create: world => createXaiApp(createService(name, profile, world)),
  };
}

function roleOf(method: string, apiPath: string, path: string): Role {
  if (/^\/(xai-imgen|public)\//.test(path)) return 'content';
  if (method === 'POST' && /^\/images\/(generations|edits)$/.test(apiPath)) return 'submit';
  if (method === 'GET' && /^\/images\/[^/]+$/.test(apiPath)) return 'poll';
  return 'other';
}
