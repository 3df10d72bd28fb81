import { Hono } from 'hono';
import type { Backend, BackendEnvironment } from '../backend.ts';
import type { BackendName } from '../backends.ts';
import type { XaiProfile } from './profile.ts';

/** A backend that speaks xAI's wire format: xAI itself, or a gateway. */
export function createXaiBackend(_name: BackendName, profile: XaiProfile): Backend {
  return {
    hosts: profile.hosts,
    basePath: profile.basePath,
    apiKey: profile.apiKey,
    role: () => 'other',
    statusAnswer: () => ({}),
    create: () => new Hono<BackendEnvironment>(),
  };
}
