import type { FetchFunction } from '@ai-sdk/provider-utils';
import type { GatewayProfile } from './gateway.ts';

/** Settings of `createGrok`; all are optional. */
export interface GrokProviderSettings {
  /** Key, else the environment variable `XAI_API_KEY`, read when a request is made. */
  readonly apiKey?: string | undefined;
  /** Address up to the version, default `https://api.x.ai/v1`. */
  readonly baseURL?: string | undefined;
  /** Sent with every request to the API, never to an image host. */
  readonly headers?: Record<string, string | undefined> | undefined;
  /** Takes the place of the global `fetch`. */
  readonly fetch?: FetchFunction | undefined;
  /** The service to talk to, default `'xai'`. */
  readonly gateway?: 'xai' | GatewayProfile | undefined;
  /** Milliseconds for one request with its images, default 300,000. */
  readonly timeout?: number | undefined;
  /** Hears of every change of a running request. */
  readonly onProgress?: ((progress: GrokProgress) => void) | undefined;
}

/** The state of one request; a call for more than ten images makes several. */
export interface GrokProgress {
  /** `pending` is a deferred job that is still running. */
  readonly status: 'sent' | 'pending' | 'downloading' | 'done';
  readonly modelId: string;
  /** Images the request asks for. */
  readonly n: number;
  /** Id of the request or deferred job, once known. */
  readonly requestId: string | undefined;
}
