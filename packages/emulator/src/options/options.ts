import * as z from 'zod/v4';
import { callable, flag, milliseconds, object, text, wholeFrom, word } from './argument.ts';
import { type CivitaiOptions, civitaiSchema, type ResolvedCivitaiOptions } from './civitai.ts';

/** Requests that one key may send to one model. */
export interface RateLimit {
  readonly perSecond: number;
  readonly perMinute: number;
}

/** How fast a batch is worked on, and how its errors look. */
export interface BatchOptions {
  /** Milliseconds until an input file is loaded, 20 by default; until then a batch has no requests. */
  readonly loadMs?: number;
  /** Milliseconds until the first result of requests that were added, 20 by default. */
  readonly waitMs?: number;
  /** Milliseconds from one result to the next, 0 by default. */
  readonly requestMs?: number;
  /** How errors are written down: as a string (the default), as `{code, message}`, or as `error_message`. */
  readonly errorShape?: 'string' | 'status' | 'message';
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
  /** Whether an equal request gets other pictures, as of the live services; `false` by default, so that tests repeat. */
  readonly freshPictures?: boolean;
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

/** The options with defaults; without a seed, nothing is repeatable. */
export interface ResolvedOptions extends Required<
  Omit<EmulatorOptions, 'images' | 'rateLimit' | 'batch' | 'civitai' | 'seed'>
> {
  readonly images: { readonly format: 'jpeg' | 'png' };
  readonly rateLimit: RateLimit | false;
  readonly batch: Required<BatchOptions>;
  readonly civitai: ResolvedCivitaiOptions;
  readonly seed?: number | undefined;
}

const perWindow = wholeFrom(1);

/** Looked up with every call, so that whoever replaces the global `fetch` later (MSW does) is heard too. */
const lateFetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);

const batch = object({
  loadMs: milliseconds.default(20),
  waitMs: milliseconds.default(20),
  requestMs: milliseconds.default(0),
  errorShape: word(['string', 'status', 'message']).default('string'),
});

const shape = {
  images: object({ format: word(['jpeg', 'png']).default('jpeg') }).prefault({}),
  pictures: word(['painted', 'plain']).default('painted'),
  freshPictures: z.boolean().default(false),
  latencyMs: milliseconds.default(0),
  deferredMs: milliseconds.default(20),
  rateLimit: z
    .union(
      [z.literal(false), object({ perSecond: perWindow.default(5), perMinute: perWindow.default(300) })],
      'false, or an object of perSecond, perMinute',
    )
    .prefault({}),
  revisedPrompts: flag.default(true),
  urlLifetimeMs: milliseconds.default(3_600_000),
  clampImages: flag.default(false),
  publicUrlQuota: wholeFrom(0).default(1000),
  strict: flag.default(false),
  batch: batch.prefault({}),
  civitai: civitaiSchema.prefault({}),
  seed: z.number('a number').optional(),
  now: callable<() => number>().default(() => Date.now),
  fetch: callable<typeof globalThis.fetch>().default(() => lateFetch),
};

export const optionsSchema: z.ZodType<ResolvedOptions> = object(shape);

/** Where to listen, beside the options. */
export const startSchema: z.ZodType<ResolvedOptions & { readonly host: string; readonly port: number }> =
  object({ port: wholeFrom(0, 65_535).default(0), host: text.default('127.0.0.1'), ...shape });
