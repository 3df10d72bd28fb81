import type { XaiProfile } from './profile.ts';

/** On every answer of a service. */
export function commonHeaders({ headers }: XaiProfile, requestId: string): Readonly<Record<string, string>> {
  return { 'x-request-id': requestId, ...headers };
}

/** api.x.ai lets browsers call it; the image host does not. */
export const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': '*',
};
