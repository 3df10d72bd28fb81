import { type CivitaiOptions, type ResolvedCivitaiOptions, resolveCivitaiOptions } from './civitai.ts';
import type { BatchOptions } from './batch.ts';

/** Requests that one key may send to one model. */
export interface RateLimit {
  readonly perSecond: number;
  readonly perMinute: number;
}

/** How the emulator behaves. Everything has a default. */
export interface EmulatorOptions {
  /** File type of the pictures, `'jpeg'` by default. */
  readonly images?: { readonly format?: 'jpeg' | 'png' };
  /**
   * `'painted'` (the default) shows the prompt; `'plain'` is one colour and fast, for tests that do not look at pictures.
   * Type, size and the difference between two prompts or indexes are the same.
   */
  readonly pictures?: 'painted' | 'plain';
  /** Milliseconds before the answer to a billable request, 0 by default. It is billed before that. */
  readonly latencyMs?: number;
  /** Milliseconds that a deferred job stays pending, 20 by default. */
  readonly deferredMs?: number;
  /**
   * Limit per key and model. Default 5 requests a second and 300 a minute, as documented for Grok Imagine
   * (docs.x.ai, July 2026); `false` turns it off.
   */
  readonly rateLimit?: Partial<RateLimit> | false;
  /** Whether answers carry `revised_prompt`, `true` by default; today's Imagine models leave it out. */
  readonly revisedPrompts?: boolean;
  /** Milliseconds after which an image URL answers 404, one hour by default (the lifetime of URLs in batch results). */
  readonly urlLifetimeMs?: number;
  /**
   * Bill no more images than a model can give. Crazyrouter's `grok-4-image` was seen to give 1 of `n: 2` and to bill 2, the
   * default here, and has since been narrowed to 1 (its page "Grok Image Models", 2026-04).
   */
  readonly clampImages?: boolean;
  /** Most public links that a team may have at once, 1000 by default (docs.x.ai, files guide, 2026). */
  readonly publicUrlQuota?: number;
  /** Refuse unknown fields with 422, `false` by default: xAI is not known to refuse them. */
  readonly strict?: boolean;
  /** How xAI's Batch API behaves. */
  readonly batch?: BatchOptions;
  /** How Civitai behaves. */
  readonly civitai?: CivitaiOptions;
  /** Makes ids repeatable. Pictures depend on prompt, index and size only and are always repeatable. */
  readonly seed?: number;
  /** Milliseconds since 1970, `Date.now` by default; expiry, rate limits and deferred jobs go by it. */
  readonly now?: () => number;
  /** How the emulator itself reaches source images and upload URLs on other hosts, global `fetch` by default. */
  readonly fetch?: typeof globalThis.fetch;
}

/** The options with defaults, beside those that say how the emulator reaches the world. */
export interface ResolvedOptions extends Required<
  Omit<EmulatorOptions, 'images' | 'rateLimit' | 'batch' | 'civitai' | 'seed' | 'now' | 'fetch'>
> {
  readonly format: 'jpeg' | 'png';
  readonly rateLimit: RateLimit | false;
  readonly batch: Required<BatchOptions>;
  readonly civitai: ResolvedCivitaiOptions;
}

const documentedRateLimit: RateLimit = { perSecond: 5, perMinute: 300 };

export function resolveOptions(options: EmulatorOptions): ResolvedOptions {
  const { images, rateLimit, batch = {}, civitai = {} } = options;
  return {
    pictures: options.pictures ?? 'painted',
    latencyMs: options.latencyMs ?? 0,
    deferredMs: options.deferredMs ?? 20,
    revisedPrompts: options.revisedPrompts ?? true,
    urlLifetimeMs: options.urlLifetimeMs ?? 3_600_000,
    clampImages: options.clampImages ?? false,
    publicUrlQuota: options.publicUrlQuota ?? 1000,
    strict: options.strict ?? false,
    format: images?.format ?? 'jpeg',
    rateLimit: rateLimit === false ? false : { ...documentedRateLimit, ...rateLimit },
    batch: { loadMs: 20, waitMs: 20, requestMs: 0, errorShape: 'string', ...batch },
    civitai: resolveCivitaiOptions(civitai),
  };
}
