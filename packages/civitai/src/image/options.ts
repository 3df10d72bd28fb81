import {
  addressSchema,
  imageSchema,
  jsonObjectSchema,
  listSchema,
  patternSchema,
  textSchema,
  wholeNumberSchema,
  type JsonValue,
} from '@grok-image/core';
import { lazy, lazyFields, type LazyFields } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { maxImagesPerStep, type CivitaiAspectRatio } from './grok.ts';

const resolutions = ['1k', '2k'] as const;
const qualities = ['low', 'medium'] as const;
const outputFormats = ['jpeg', 'png', 'webp'] as const;
const currencies = ['yellow', 'blue', 'green', 'fakeRed'] as const;
const upgradeModes = ['manual', 'automatic'] as const;
const priorities = ['high', 'normal', 'low'] as const;
const levels = ['workflow', 'step', 'job'] as const;
const events = ['*', 'unassigned', 'processing', 'succeeded', 'failed', 'expired', 'canceled'] as const;
const callbackTypes = levels.flatMap(level =>
  events.map((event): CivitaiCallbackType => `${level}:${event}`),
);

/** A kind of Buzz, Civitai's unit of money. */
export type CivitaiCurrency = (typeof currencies)[number];

/** What a callback is told about: a level, and a status of it or `*` for all. */
export type CivitaiCallbackType = `${(typeof levels)[number]}:${(typeof events)[number]}`;

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
  aspectRatio?: CivitaiAspectRatio | undefined;
  /** `'1k'` is about 1 megapixel, `'2k'` about 4. grok-imagine-image-2.0 only, default `'2k'`. */
  resolution?: (typeof resolutions)[number] | undefined;
  /** grok-imagine-image-2.0 only, default `'medium'`. */
  quality?: (typeof qualities)[number] | undefined;
  /** File type of the images; the service chooses when it is left out. */
  outputFormat?: (typeof outputFormats)[number] | undefined;
  /** Has the prompt rewritten first (1 Buzz more, 2 to 10 s more); the text comes back as `revisedPrompt`. */
  enhancePrompt?: boolean | undefined;
  /**
   * Source images: http(s) URL, data URL or base64 each; bytes are taken too, though AI SDK types these options as JSON.
   * They come after `files`; AI SDK 4 and 5 have no other way.
   */
  images?: string[] | undefined;
  /** Images one step makes, 1 to 4, default 4. Steps run side by side and fail one by one. */
  imagesPerStep?: number | undefined;
  /** Kinds of Buzz that may be spent, in this order; without it blue, green, then yellow. */
  currencies?: CivitaiCurrency[] | undefined;
  /** `true` allows mature images and spends yellow Buzz only; `false` forbids them. */
  allowMatureContent?: boolean | undefined;
  /** What happens to a mature image that blue or green Buzz paid for: withheld, or paid again in yellow at once. */
  upgradeMode?: (typeof upgradeModes)[number] | undefined;
  /** Leaves mature images out of the result. */
  hideMatureContent?: boolean | undefined;
  /** Up to 10 different tags of up to 200 characters, to find the workflow by. */
  tags?: string[] | undefined;
  /** JSON that is kept with the workflow. */
  metadata?: Record<string, JsonValue> | undefined;
  /** Of every step. */
  priority?: (typeof priorities)[number] | undefined;
  /** Milliseconds after which the service gives a step up, 1,000 to 86,399,999 (under a day). */
  stepTimeout?: number | undefined;
  /** How often the service repeats a failed step. */
  retries?: number | undefined;
  /** Addresses that hear how the workflow goes. */
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

/** Options as they are read. Images may be bytes, which are no JSON and so have no place in the types of AI SDK. */
export type ReadOptions = {
  [NAME in keyof CivitaiImageOptions]?:
    | (NAME extends 'images' ? (string | Uint8Array)[] : CivitaiImageOptions[NAME])
    | undefined;
};

/** A schema for each option, so that none can be forgotten. */
export type CivitaiImageOptionsShape = {
  [NAME in keyof ReadOptions]-?: z.ZodOptional<z.ZodType<Exclude<ReadOptions[NAME], undefined>>>;
};

const callbackSchema = lazy(() =>
  z.strictObject({
    url: addressSchema(['https:'], 'an https address without blanks').describe(
      'https only. Events carry no signature, so put a secret into the address.',
    ),
    type: listSchema(z.enum(callbackTypes), { least: 1 }).describe('What it is told about.'),
    detailed: z.boolean().optional().describe('Whether an event carries the output of its steps.'),
  }),
);

/** Whether somebody can see the images of a workflow; what is not kept is seen while it runs, or by a callback. */
export const isSeen: {
  readonly check: (options: Readonly<Record<string, unknown>>) => boolean;
  readonly words: { path: PropertyKey[]; error: string };
} = {
  check: ({ ephemeral, wait, callbacks }) =>
    !ephemeral || wait !== 0 || (Array.isArray(callbacks) && callbacks.length > 0),
  words: {
    path: ['wait'],
    error: '1 to 100 for an ephemeral workflow without callbacks: nobody could see its images',
  },
};

const keyWords = '1 to 128 letters, digits, _ or -, or false';

/** What builds the schema of each option. */
export const optionFields: LazyFields<CivitaiImageOptionsShape> = {
  aspectRatio: () =>
    patternSchema(/^(?:auto|\d{1,6}(?:\.\d{1,6})?:\d{1,6}(?:\.\d{1,6})?)$/, "'width:height' or 'auto'")
      .optional()
      .describe(
        "Ratio in the wire's words, e.g. '16:9', or 'auto' for an edit. The call's own aspectRatio wins.",
      ),
  resolution: () =>
    z
      .enum(resolutions)
      .optional()
      .describe("'1k' is about 1 megapixel, '2k' about 4. grok-imagine-image-2.0 only, default '2k'."),
  quality: () => z.enum(qualities).optional().describe("grok-imagine-image-2.0 only, default 'medium'."),
  outputFormat: () =>
    z
      .enum(outputFormats)
      .optional()
      .describe('File type of the images; the service chooses when it is left out.'),
  enhancePrompt: () =>
    z
      .boolean()
      .optional()
      .describe(
        'Has the prompt rewritten first (1 Buzz more, 2 to 10 s more); the text comes back as revisedPrompt.',
      ),
  images: () =>
    listSchema(imageSchema(), { least: 1 })
      .optional()
      .describe(
        'Source images: http(s) URL, data URL, base64 or bytes each. They come after files; AI SDK 4 and 5 have no other way.',
      ),
  imagesPerStep: () =>
    wholeNumberSchema(1, maxImagesPerStep)
      .optional()
      .describe('Images one step makes, 1 to 4, default 4. Steps run side by side and fail one by one.'),
  currencies: () =>
    listSchema(z.enum(currencies), { least: 1 })
      .optional()
      .describe('Kinds of Buzz that may be spent, in this order; without it blue, green, then yellow.'),
  allowMatureContent: () =>
    z
      .boolean()
      .optional()
      .describe('true allows mature images and spends yellow Buzz only; false forbids them.'),
  upgradeMode: () =>
    z
      .enum(upgradeModes)
      .optional()
      .describe(
        'What happens to a mature image that blue or green Buzz paid for: withheld, or paid again in yellow at once.',
      ),
  hideMatureContent: () => z.boolean().optional().describe('Leaves mature images out of the result.'),
  tags: () =>
    listSchema(textSchema(200), { most: 10 })
      .refine(tags => new Set(tags).size === tags.length, 'tags that are all different')
      .optional()
      .describe('Up to 10 different tags of up to 200 characters, to find the workflow by.'),
  metadata: () => jsonObjectSchema().optional().describe('JSON that is kept with the workflow.'),
  priority: () => z.enum(priorities).optional().describe('Of every step.'),
  stepTimeout: () =>
    wholeNumberSchema(1000, 86_399_999, 'whole milliseconds')
      .optional()
      .describe('Milliseconds after which the service gives a step up, 1,000 to 86,399,999 (under a day).'),
  retries: () => wholeNumberSchema(0).optional().describe('How often the service repeats a failed step.'),
  callbacks: () =>
    listSchema(callbackSchema()).optional().describe('Addresses that hear how the workflow goes.'),
  ephemeral: () => z.boolean().optional().describe('The workflow is not kept: it cannot be collected later.'),
  wait: () =>
    wholeNumberSchema(0, 100, 'whole seconds')
      .optional()
      .describe(
        'Seconds that the service may hold the submit and each look back until there is news, 0 to 100, default 60.',
      ),
  externalId: () =>
    z
      .union([patternSchema(/^[A-Za-z0-9_-]{1,128}$/, keyWords), z.literal(false)], keyWords)
      .optional()
      .describe(
        'Key of the call: the same key is answered with the same workflow and is paid once. Made fresh for every call; false sends none.',
      ),
  dedupe: () =>
    z
      .boolean()
      .optional()
      .describe(
        'Lets the service answer an equal request with its earlier images; otherwise every call makes new ones.',
      ),
  workflowId: () =>
    textSchema()
      .optional()
      .describe(
        'Id of a workflow that was submitted before: its images are collected, and nothing is submitted or paid.',
      ),
  experimental: () =>
    z.boolean().optional().describe('Lets experimental parts of the service take the workflow.'),
};

/**
 * The schema of `providerOptions.civitai`, by which options are checked before anything is sent.
 *
 * Limits: Civitai orchestration OpenAPI document v2, 2026-08-20.
 *
 * @example
 * const { properties } = z.toJSONSchema(civitaiImageOptionsSchema, { io: 'input' }); // for a form or a command line
 */
export const civitaiImageOptionsSchema: z.ZodObject<CivitaiImageOptionsShape, z.core.$strict> = z
  .strictObject(lazyFields(optionFields))
  .refine(isSeen.check, isSeen.words);
