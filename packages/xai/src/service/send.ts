import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import { invalidArgument, requestJson, type JsonRequest } from '@grok-image/core';
import { pathSegment } from '@grok-image/core/internal';
import type { XaiGatewayProfile } from '../gateways/profile.ts';
import type { XaiProviderSettings } from './settings.ts';
import { toTransport, type Connect, type XaiTransport } from './transport.ts';

/** A service, and the account at it. */
export interface XaiService {
  readonly profile: XaiGatewayProfile;
  readonly settings: XaiProviderSettings;
}

const apiNames = { files: 'Files API', batch: 'Batch API' };

/**
 * Makes the connection to an API that gateways need not have.
 *
 * @returns a function that throws UnsupportedFunctionalityError where the profile of the service does not name it
 */
export function connectTo(api: keyof typeof apiNames, { profile, settings }: XaiService): Connect {
  return options => {
    if (profile.apis?.includes(api)) return toTransport(profile, settings, options);
    throw new UnsupportedFunctionalityError({
      functionality: apiNames[api],
      message: `Failed to use the ${apiNames[api]} of ${profile.name}: it has none. Use xAI itself, or, if it has one, say so by apis: ['${api}'] in its profile. Nothing was sent.`,
    });
  };
}

/** Longest time for one attempt in milliseconds, so that a dead line is given up, where a request does not say otherwise. */
const longestReadMs = 30_000;
const longestWriteMs = 120_000;

/** The same for what can have tens of megabytes, over a slow line. */
export const longestTransferMs = 600_000;

/** A request by its place below the base URL. */
export type XaiApiRequest<T> = Pick<
  JsonRequest<T>,
  'kind' | 'method' | 'body' | 'form' | 'action' | 'advice' | 'unpaid' | 'parse' | 'explain' | 'patienceMs'
> & {
  readonly path: string;
  /** Left out where `undefined`. */
  readonly query?: Readonly<Record<string, string | undefined>>;
};

/** Sends one request and takes what is needed from its answer; throws as `requestJson` of core. */
export async function send<T>(
  transport: XaiTransport,
  { path, query = {}, patienceMs, ...request }: XaiApiRequest<T>,
): Promise<T> {
  const url = new URL(transport.baseURL + path);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const usualMs = request.kind === 'read' ? longestReadMs : longestWriteMs;
  const { value } = await requestJson({
    ...transport,
    ...request,
    patienceMs: patienceMs ?? usualMs,
    url: url.href,
  });
  return value;
}

/**
 * The place of something with an id, e.g. `/files/file_1/content`.
 *
 * @throws InvalidArgumentError without an id, which would lead to the list of all
 */
export function pathOf(collection: 'files' | 'batches', id: string, rest = ''): string {
  if (typeof id !== 'string' || id === '') throw invalidArgument('id', id, 'an id of the service');
  return `/${collection}/${pathSegment(id)}${rest}`;
}
