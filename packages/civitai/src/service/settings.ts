import type { FetchFunction } from '@ai-sdk/provider-utils';

/** Settings of `createCivitai`; all are optional. */
export interface CivitaiProviderSettings {
  /** Key, else the environment variable `CIVITAI_API_KEY`, then `CIVITAI_API_TOKEN`, read when a request is made. */
  readonly apiKey?: string | undefined;
  /** Address of the service, default `https://orchestration.civitai.com`. */
  readonly baseURL?: string | undefined;
  /** Sent with every request to the API, never to an image host. */
  readonly headers?: Record<string, string | undefined> | undefined;
  /** Takes the place of the global `fetch`. */
  readonly fetch?: FetchFunction | undefined;
  /** Milliseconds for one call with its images, default 600,000. */
  readonly timeout?: number | undefined;
  /** Hears of every change of a running workflow. With it, the workflow is looked at every second. */
  readonly onProgress?: ((progress: CivitaiProgress) => void) | undefined;
}

/** The state of a running workflow. */
export interface CivitaiProgress {
  readonly workflowId: string | undefined;
  /** Status in the service's words, e.g. `'processing'`. */
  readonly status: string;
  /** Share of the workflow that is done, 0 to 1, as the service estimates it. */
  readonly progress: number;
  /** Jobs ahead in the queue, where the service says. */
  readonly queuePosition: number | undefined;
  /** Name of the step that is under way. */
  readonly step: string | undefined;
}

export const defaultBaseUrl = 'https://orchestration.civitai.com';

/** Ten minutes: waits of up to six minutes have been measured for cheap jobs (2026-08). */
export const defaultTimeoutMs = 600_000;
