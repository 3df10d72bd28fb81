import type { JsonRequest } from '@grok-image/core';

/** What every request of one call to xAI or a gateway has in common. */
export interface XaiTransport extends Pick<
  JsonRequest<never>,
  'headers' | 'fetch' | 'abortSignal' | 'advice'
> {
  /** Name of the service for messages. */
  readonly service: string;
  /** Address up to the version, without a slash at the end. */
  readonly baseURL: string;
}
