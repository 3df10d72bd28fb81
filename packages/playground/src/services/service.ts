import type { ImageModelV4, ProgressEvent, WithPort } from '@grok-image/core';
import type { XaiProviderSettings } from '@grok-image/xai';
import type * as z from 'zod/v4';
import type { ModelView } from '../protocol/service.ts';

/** What a call brings. */
export type ModelResult = Awaited<ReturnType<ImageModelV4['doGenerate']>>;

/** A model of AI SDK 7, with what it tells of itself. */
export type Model = ImageModelV4 & WithPort<ImageModelV4, ModelResult>;

/** What models tell while they run, whichever service they are of. */
export interface ModelProgress extends ProgressEvent {
  readonly progress?: number | undefined;
  readonly queuePosition?: number | undefined;
}

/** Which provider a service is made of, for the code that people take along. */
export interface Origin {
  /** The key of its options, and the end of its package's name. */
  readonly kind: 'xai' | 'civitai';
  /** By name, or as it is described by data; absent for the service itself. */
  readonly gateway?: XaiProviderSettings['gateway'];
  /** An address of one's own. */
  readonly baseURL?: string | undefined;
}

/** A service that can be asked. */
export interface Service {
  readonly name: string;
  readonly title: string;
  readonly currency: 'usd' | 'buzz';
  readonly origin: Origin;
  /** Where it is, and what its pictures are fetched by. */
  readonly download: { readonly baseURL: string; readonly imageOrigins?: readonly string[] | undefined };
  /** The models that it lists. */
  listModels(): Promise<readonly ModelView[]>;
  /** Models that are known without asking. */
  readonly knownModels: readonly ModelView[];
  model(id: string, onProgress?: (event: ModelProgress) => void): Model;
  /** The same model, whose requests go to a `fetch` instead of the service, with a key that is none. */
  rehearse(id: string, fetch: typeof globalThis.fetch): Model;
  /** What its options are checked by. */
  optionsSchema(modelId: string): z.ZodType;
}
