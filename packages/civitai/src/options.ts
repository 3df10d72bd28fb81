import { invalidArgument, parseOptions, type JsonValue } from '@grok-image/core';
import * as z from 'zod/v4-mini';
import { maxImagesPerStep } from './models.ts';

/** A kind of Buzz, Civitai's unit of money. */
export type CivitaiCurrency = 'yellow' | 'blue' | 'green' | 'fakeRed';

/** What a callback is told about: a level, and a status of it or `*` for all. */
export type CivitaiCallbackType =
  `${'workflow' | 'step' | 'job'}:${'*' | 'unassigned' | 'processing' | 'succeeded' | 'failed' | 'expired' | 'canceled'}`;

/** An address that Civitai posts events to; `parseCivitaiEvent` reads them. */
export type CivitaiCallback = {
  /** https only. Events carry no signature, so put a secret into the address. */
  url: string;
  type: CivitaiCallbackType[];
  /** Whether an event carries the output of its steps. */
  detailed?: boolean | undefined;
};

/** `providerOptions.civitai`: everything the orchestration API takes beside the options of `generateImage`. */
export type CivitaiImageOptions = {
  /** Ratio in the wire's words, e.g. `'16:9'`, or `'auto'` for an edit. The call's own `aspectRatio` wins. */
  aspectRatio?: string | undefined;
  /** `'1k'` is about 1 megapixel, `'2k'` about 4. grok-imagine-image-2.0 only, default `'2k'`. */
  resolution?: '1k' | '2k' | undefined;
  /** grok-imagine-image-2.0 only, default `'medium'`. */
  quality?: 'low' | 'medium' | undefined;
  /** File type of the images; the service chooses when it is left out. */
  outputFormat?: 'jpeg' | 'png' | 'webp' | undefined;
  /** Has the prompt rewritten first (1 Buzz more, 2 to 10 s more); the text comes back as `revisedPrompt`. */
  enhancePrompt?: boolean | undefined;
  /** Source images: http(s) URL, data URL or base64 each. They come after `files`; AI SDK 4 and 5 have no other way. */
  images?: string[] | undefined;
  /** Images one step makes, 1 to 4, default 4. Steps run side by side and fail one by one. */
  imagesPerStep?: number | undefined;
  /** Kinds of Buzz that may be spent, in this order; without it blue, green, then yellow. */
  currencies?: CivitaiCurrency[] | undefined;
  /** `true` allows mature images and spends yellow Buzz only; `false` forbids them. */
  allowMatureContent?: boolean | undefined;
  /** What happens to a mature image that blue or green Buzz paid for: withheld, or paid again in yellow at once. */
  upgradeMode?: 'manual' | 'automatic' | undefined;
  /** Leaves mature images out of the result. */
  hideMatureContent?: boolean | undefined;
  /** Up to 10 different tags of up to 200 characters, to find the workflow by. */
  tags?: string[] | undefined;
  /** JSON that is kept with the workflow. */
  metadata?: Record<string, JsonValue> | undefined;
  priority?: 'high' | 'normal' | 'low' | undefined;
  /** Milliseconds after which the service gives a step up, 1,000 to 86,399,999 (under a day). */
  stepTimeout?: number | undefined;
  /** How often the service repeats a failed step. */
  retries?: number | undefined;
  callbacks?: CivitaiCallback[] | undefined;
  /** The workflow is not kept: it cannot be collected later. */
  ephemeral?: boolean | undefined;
  /** Seconds that the service may hold the submit and each look back until there is news, 0 to 100, default 60. */
  wait?: number | undefined;
  /**
   * Key of the call: the same key is answered with the same workflow and is paid once. Made fresh for every call;
   * give your own to repeat across processes. `false` sends none, and a lost answer is then not repeated.
   */
  externalId?: string | false | undefined;
  /** Lets the service answer an equal request with its earlier images; otherwise every call makes new ones. */
  dedupe?: boolean | undefined;
  /** Id of a workflow that was submitted before: its images are collected, and nothing is submitted or paid. */
  workflowId?: string | undefined;
  /** Lets experimental parts of the service take the workflow. */
  experimental?: boolean | undefined;
};

const events = ['*', 'unassigned', 'processing', 'succeeded', 'failed', 'expired', 'canceled'] as const;
const callbackTypes = (['workflow', 'step', 'job'] as const).flatMap(level =>
  events.map((event): CivitaiCallbackType => `${level}:${event}`),
);

const jsonValue = z.custom<JsonValue>(value => z.safeParse(z.json(), value).success, 'a JSON value');
const externalIdWords = '1 to 128 letters, digits, _ or -, or false';

// Limits: Civitai orchestration OpenAPI document v2, 2026-08-20.
const schema = z.strictObject({
  aspectRatio: z.optional(
    z
      .string()
      .check(z.regex(/^(?:auto|\d{1,6}(?:\.\d{1,6})?:\d{1,6}(?:\.\d{1,6})?)$/, "'width:height' or 'auto'")),
  ),
  resolution: z.optional(z.enum(['1k', '2k'])),
  quality: z.optional(z.enum(['low', 'medium'])),
  outputFormat: z.optional(z.enum(['jpeg', 'png', 'webp'])),
  enhancePrompt: z.optional(z.boolean()),
  images: z.optional(z.array(z.string()).check(z.minLength(1))),
  imagesPerStep: z.optional(z.int().check(z.gte(1), z.lte(maxImagesPerStep))),
  currencies: z.optional(z.array(z.enum(['yellow', 'blue', 'green', 'fakeRed'])).check(z.minLength(1))),
  allowMatureContent: z.optional(z.boolean()),
  upgradeMode: z.optional(z.enum(['manual', 'automatic'])),
  hideMatureContent: z.optional(z.boolean()),
  tags: z.optional(
    z.array(z.string().check(z.minLength(1), z.maxLength(200))).check(
      z.maxLength(10),
      z.refine(tags => new Set(tags).size === tags.length, 'tags that are all different'),
    ),
  ),
  metadata: z.optional(z.record(z.string(), jsonValue)),
  priority: z.optional(z.enum(['high', 'normal', 'low'])),
  stepTimeout: z.optional(z.int().check(z.gte(1000), z.lte(86_399_999))),
  retries: z.optional(z.int().check(z.gte(0))),
  callbacks: z.optional(
    z.array(
      z.strictObject(
        {
          url: z.url({ protocol: /^https$/, error: 'an https address' }),
          type: z.array(z.enum(callbackTypes)).check(z.minLength(1)),
          detailed: z.optional(z.boolean()),
        },
        'url, type, detailed',
      ),
    ),
  ),
  ephemeral: z.optional(z.boolean()),
  wait: z.optional(z.int().check(z.gte(0), z.lte(100))),
  externalId: z.optional(
    z.union(
      [z.literal(false), z.string().check(z.regex(/^[A-Za-z0-9_-]{1,128}$/, externalIdWords))],
      externalIdWords,
    ),
  ),
  dedupe: z.optional(z.boolean()),
  workflowId: z.optional(z.string().check(z.minLength(1))),
  experimental: z.optional(z.boolean()),
});

/**
 * Reads `providerOptions.civitai`.
 *
 * @throws InvalidArgumentError for an unknown option, a value that is not accepted, or two that exclude each other
 */
export function readOptions(given: unknown): CivitaiImageOptions {
  const options: CivitaiImageOptions = parseOptions('civitai', schema, given);
  if (options.ephemeral && options.wait === 0 && !options.callbacks?.length) {
    const accepted = '1 to 100 for an ephemeral workflow without callbacks: nobody could see its images';
    throw invalidArgument('providerOptions.civitai.wait', 0, accepted);
  }
  return options;
}
