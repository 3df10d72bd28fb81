import type { FetchFunction } from '@ai-sdk/provider-utils';
import { joinHeaders, loadApiKey, type FailedAnswer } from '@grok-image/core';
import { findBaseUrl, isPlainObject } from '@grok-image/core/internal';
import { defaultBaseUrl, type CivitaiProviderSettings } from './settings.ts';

/** How the service is reached in one call. */
export interface Connection {
  /** Without a slash at the end. */
  readonly baseURL: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: FetchFunction | undefined;
  readonly isOwn: (answer: FailedAnswer) => boolean;
}

/** Environment variables that may hold the key, first found wins. */
export const apiKeyVariables: readonly string[] = ['CIVITAI_API_KEY', 'CIVITAI_API_TOKEN'];

/**
 * Reads the key.
 *
 * @throws LoadAPIKeyError
 */
export function keyOfAccount({ apiKey }: Pick<CivitaiProviderSettings, 'apiKey'>): string {
  return loadApiKey({ apiKey, variables: apiKeyVariables, service: 'Civitai' });
}

/**
 * Where the service is, without a slash at the end. The variable is read now.
 *
 * @throws InvalidArgumentError naming a variable that is no address
 */
export function baseUrlOf({ baseURL }: Pick<CivitaiProviderSettings, 'baseURL'>): string {
  return findBaseUrl({ baseURL, variable: 'CIVITAI_BASE_URL', usual: defaultBaseUrl });
}

/**
 * Reads key, address and headers for one call.
 *
 * @throws LoadAPIKeyError, or InvalidArgumentError for a header that cannot be sent
 */
export function createConnection(
  settings: CivitaiProviderSettings,
  headersOfCall: Readonly<Record<string, string | undefined>>,
): Connection {
  const { headers = {}, fetch } = settings;
  return {
    baseURL: baseUrlOf(settings),
    headers: joinHeaders({ authorization: `Bearer ${keyOfAccount(settings)}` }, headers, headersOfCall),
    fetch,
    isOwn,
  };
}

/**
 * Whether the service itself says no: as problem+json, or as a bare JSON string (Civitai orchestration OpenAPI document
 * v2, 2026-08-20). Everything else comes from something in between, and what was carried out stays open.
 */
function isOwn({ json }: FailedAnswer): boolean {
  if (typeof json === 'string') return json !== '';
  return isPlainObject(json) && ['title', 'detail', 'errors'].some(field => Boolean(json[field]));
}
