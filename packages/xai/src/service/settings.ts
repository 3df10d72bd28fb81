import type { FetchFunction } from '@ai-sdk/provider-utils';
import type { RateLimit } from '@grok-image/core';
import type { RateLimitSetting } from '@grok-image/core/internal';
import type { XaiGatewayProfile } from '../gateways/profile.ts';
import type { XaiPaidPicture } from './paid-picture.ts';
import type { GatewayName } from '../gateways/by-name.ts';

/** Settings of `createGrok`; all are optional. */
export interface XaiProviderSettings {
  /** Key, else the environment variable `XAI_API_KEY` (or that of the gateway), read when a request is made. */
  readonly apiKey?: string | undefined;
  /**
   * Address up to the version, else that of the gateway. For xAI that is the environment variable `XAI_BASE_URL`, read when
   * a request is made, else `https://api.x.ai/v1`.
   */
  readonly baseURL?: string | undefined;
  /** Sent with every request to the API, never to an image host. */
  readonly headers?: Record<string, string | undefined> | undefined;
  /** Takes the place of the global `fetch`. */
  readonly fetch?: FetchFunction | undefined;
  /** The service to talk to, by name or described by data; default `'xai'`. */
  readonly gateway?: GatewayName | XaiGatewayProfile | undefined;
  /**
   * Origins that images may come from although they are no https or in a private network, e.g.
   * `['http://minio.internal:9000']` for a gateway of one's own. The origin of `baseURL` always may.
   */
  readonly imageOrigins?: readonly string[] | undefined;
  /**
   * Milliseconds for one call with its images, default 300,000. The `fetch` of Node.js gives up an answer that has not
   * begun after as many: more is of use with `deferred`, or with a `fetch` of one's own.
   */
  readonly timeout?: number | undefined;
  /**
   * How many requests each model of this provider sends at most; the others wait for their turn. `'auto'`, the default,
   * lets all pass until the service says 429, and then keeps for a minute to what xAI documents; `'xai'` keeps to it from
   * the start: 5 a second and 300 a minute. `{ perSecond, perMinute }` are figures of one's own, with `maxWaitMs` for the
   * longest wait of a request. A function is a limiter of one's own, which is told the model. What meets a 429 is sent
   * again as long as there is time; with `false` nothing waits, and a 429 is left to the `maxRetries` of AI SDK.
   */
  readonly rateLimit?: RateLimitSetting<'xai'> | undefined;
  /** Most images that one call may ask for; more are refused before anything is sent. Without it, more than 100 are told with their price. */
  readonly maxImages?: number | undefined;
  /** A setting of `@ai-sdk/xai` for speech. Images have no use for it: each call says so in a warning. */
  readonly webSocket?: unknown;
  /** Hears of every change of a running request. */
  readonly onProgress?: ((progress: XaiProgress) => void) | undefined;
}

/** What xAI allows each team and model (docs.x.ai, rate limits, 2026-07). One request counts once, whatever its `n`. */
export const documentedRateLimit: RateLimit = { perSecond: 5, perMinute: 300 };

/** What one model is to do otherwise than its provider. */
export type XaiModelOptions = Pick<XaiProviderSettings, 'timeout' | 'rateLimit' | 'maxImages' | 'onProgress'>;

/** The state of one request; a call for more than ten images makes several. */
export interface XaiProgress {
  /** `pending` is a deferred job that is still running. */
  readonly status: 'sent' | 'pending' | 'downloading' | 'done';
  readonly modelId: string;
  /** Tells calls apart that run at once: the same for all requests of one. */
  readonly callId: string;
  /** Place of the request's first image within its call. */
  readonly offset: number;
  /** Images the request asks for. */
  readonly n: number;
  /** Id of the request in the log of the service, once known; it collects nothing. */
  readonly requestId: string | undefined;
  /** Id of the deferred job, from the moment it is known. */
  readonly jobId?: string | undefined;
  /** What collects the images later without paying again, to be spread into `providerOptions.xai`. */
  readonly resume?: { readonly jobId: string } | undefined;
  /**
   * The pictures that are paid, once they are made: where they are, before they are fetched. The last event before an
   * abort says so what need not be paid again.
   */
  readonly paid?: readonly XaiPaidPicture[] | undefined;
}
