import type { FetchFunction } from '@ai-sdk/provider-utils';
import type { RateLimit, Resume } from '@grok-image/core';
import type { RateLimitSetting } from '@grok-image/core/internal';

/** Settings of `createCivitai`; all are optional. */
export interface CivitaiProviderSettings {
  /** Key, else the environment variable `CIVITAI_API_KEY`, then `CIVITAI_API_TOKEN`, read when a request is made. */
  readonly apiKey?: string | undefined;
  /**
   * Address of the service, else the environment variable `CIVITAI_BASE_URL`, read when a request is made, else
   * `https://orchestration.civitai.com`.
   */
  readonly baseURL?: string | undefined;
  /** Sent with every request to the API, never to an image host. */
  readonly headers?: Record<string, string | undefined> | undefined;
  /** Takes the place of the global `fetch`. */
  readonly fetch?: FetchFunction | undefined;
  /** Milliseconds for one call with its images, default 600,000. */
  readonly timeout?: number | undefined;
  /**
   * How many submits each model of this provider sends at most; the others wait for their turn. `'auto'`, the default,
   * lets all pass until the service says 429, and then sends 5 a second for a minute, as it documents no limit.
   * `{ perSecond, perMinute, maxWaitMs }` are figures of one's own, a function is a limiter of one's own, and with `false`
   * nothing waits for others. What meets a 429 is submitted again as long as there is time in any case.
   */
  readonly rateLimit?: RateLimitSetting | undefined;
  /** Most images that one call may ask for; more are refused before anything is sent. Without it, more than 100 are told with their price. */
  readonly maxImages?: number | undefined;
  /** Hears of every change of a running workflow. With it, the workflow is looked at every second. */
  readonly onProgress?: ((progress: CivitaiProgress) => void) | undefined;
}

/** What one model is to do otherwise than its provider. */
export type CivitaiModelOptions = Pick<
  CivitaiProviderSettings,
  'timeout' | 'rateLimit' | 'maxImages' | 'onProgress'
>;

/** What is sent after a 429: Civitai documents no limit (developer.civitai.com, 2026-08). */
export const usualRateLimit: RateLimit = { perSecond: 5 };

/** The state of a running workflow. */
export interface CivitaiProgress {
  /** Tells calls apart that run at once. */
  readonly callId: string;
  readonly workflowId: string | undefined;
  /** Key that the workflow was submitted under, told before it is sent. */
  readonly externalId?: string | undefined;
  /** What collects the images later without paying again, to be spread into `providerOptions.civitai`. */
  readonly resume?: Resume | undefined;
  /** Status in the service's words, e.g. `'processing'`; before its first answer `'submitting'`. */
  readonly status: string;
  /** Share of the workflow that is done, 0 to 1, as the service estimates it. */
  readonly progress: number;
  /** Jobs ahead in the queue, where the service says. */
  readonly queuePosition: number | undefined;
  /** Name of the step that is under way. */
  readonly step: string | undefined;
  /**
   * The pictures that are made, before they are fetched. The last event before an abort says so what need not be paid
   * again.
   */
  readonly paid?: readonly CivitaiPaidPicture[] | undefined;
}

/** A picture that is made and paid for, and what leads to it. */
export interface CivitaiPaidPicture {
  /** Its place among the images of the call. */
  readonly index: number;
  /** Signed address, which expires. */
  readonly url: string | undefined;
  readonly blobId: string | undefined;
}

export const defaultBaseUrl = 'https://orchestration.civitai.com';

/** Ten minutes: waits of up to six minutes have been measured for cheap jobs (2026-08). */
export const defaultTimeoutMs = 600_000;
