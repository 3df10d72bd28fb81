import type { FetchFunction } from '@ai-sdk/provider-utils';
import { joinHeaders, loadApiKey, pathSegment } from '@grok-image/core';
import { defaultBaseUrl, type CivitaiProviderSettings } from './settings.ts';

/** How the service is reached in one call. */
export interface Connection {
  /** Without a slash at the end. */
  readonly baseURL: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: FetchFunction | undefined;
}

/**
 * Reads key, address and headers for one call.
 *
 * @throws LoadAPIKeyError, or InvalidArgumentError for a header that cannot be sent
 */
export function createConnection(
  { apiKey, baseURL = defaultBaseUrl, headers = {}, fetch }: CivitaiProviderSettings,
  headersOfCall: Readonly<Record<string, string | undefined>>,
): Connection {
  const variables = ['CIVITAI_API_KEY', 'CIVITAI_API_TOKEN'];
  const key = loadApiKey({ apiKey, variables, service: 'Civitai' });
  return {
    baseURL: baseURL.replace(/\/+$/, ''),
    headers: joinHeaders({ authorization: `Bearer ${key}` }, headers, headersOfCall),
    fetch,
  };
}

/** Address of the workflows, or of one of them. Query values that are `undefined` are left out. */
export function workflowsUrl(
  { baseURL }: Connection,
  workflowId?: string,
  query: Readonly<Record<string, string | number | boolean | undefined>> = {},
): string {
  const path = workflowId === undefined ? '' : `/${pathSegment(workflowId)}`;
  const parameters = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
  const search = parameters.size === 0 ? '' : `?${parameters}`;
  return `${baseURL}/v2/consumer/workflows${path}${search}`;
}

/** Address of a blob's bytes; it redirects to a signed one, and asks for the key. */
export function blobUrl({ baseURL }: Connection, blobId: string): string {
  return `${baseURL}/v2/consumer/blobs/${pathSegment(blobId)}`;
}
