import { joinHeaders, loadApiKey, type JsonRequest } from '@grok-image/core';
import { findBaseUrl } from '@grok-image/core/internal';
import type { XaiGatewayProfile } from '../gateways/profile.ts';
import { isOwn, isTurnedAway, isXaiHost } from './own-words.ts';
import type { XaiProviderSettings } from './settings.ts';

/** What every request of one call to xAI or a gateway has in common. */
export interface XaiTransport extends Pick<
  JsonRequest<never>,
  'headers' | 'fetch' | 'abortSignal' | 'advice' | 'isOwn' | 'isTurnedAway'
> {
  /** Name of the service for messages. */
  readonly service: string;
  /** Address up to the version, without a slash at the end. */
  readonly baseURL: string;
  /** Further hosts that images may come from. */
  readonly imageOrigins: readonly string[];
}

/** What a caller can say about the requests of one call. */
export interface XaiCallOptions {
  /** Win over those of the settings. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Makes the transport of one call to one account. */
export type Connect = (options: XaiCallOptions) => XaiTransport;

/**
 * Where a service is, without a slash at the end. The variable of its profile is read now.
 *
 * @throws InvalidArgumentError naming a variable that is no address
 */
export function baseUrlOf(
  { baseURL: usual, baseURLVariable: variable }: XaiGatewayProfile,
  { baseURL }: XaiProviderSettings,
): string {
  return findBaseUrl({ baseURL, variable, usual });
}

/**
 * Reads the key of an account. Gateways have keys like those of other services, so that only xAI refuses these.
 *
 * @throws LoadAPIKeyError
 */
export function keyOf(profile: XaiGatewayProfile, settings: XaiProviderSettings): string {
  const { name: service, apiKeyVariables: variables } = profile;
  const isDirect = isXaiHost(`${baseUrlOf(profile, settings)}/`);
  return loadApiKey({ apiKey: settings.apiKey, variables, service, isDirect });
}

/**
 * Puts together what the requests of one call need. The key is read now.
 *
 * @throws LoadAPIKeyError, and InvalidArgumentError for a header that HTTP cannot carry
 */
export function toTransport(
  profile: XaiGatewayProfile,
  settings: XaiProviderSettings,
  { headers = {}, abortSignal }: XaiCallOptions,
): XaiTransport {
  const { name: service } = profile;
  const baseURL = baseUrlOf(profile, settings);
  return {
    service,
    baseURL,
    headers: joinHeaders(
      { authorization: `Bearer ${keyOf(profile, settings)}` },
      settings.headers ?? {},
      headers,
    ),
    imageOrigins: settings.imageOrigins ?? profile.imageOrigins ?? [],
    fetch: settings.fetch,
    advice: isElsewhere(profile, baseURL)
      ? 'Look at the usage log of the service at baseURL before you send it again.'
      : (profile.advice ?? `Look at the usage log of ${service} before you send it again.`),
    abortSignal,
    isOwn,
    isTurnedAway,
  };
}

/** Whether requests go to another host than that of the profile, or a region of it: its log knows nothing of them. */
function isElsewhere(profile: XaiGatewayProfile, baseURL: string): boolean {
  const [{ host }, usual] = [new URL(baseURL), new URL(profile.baseURL)];
  return host !== usual.host && !host.endsWith(`.${usual.host}`);
}
