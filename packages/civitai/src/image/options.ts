import {
  accepts,
  addressOption,
  flagOption,
  invalidArgument,
  listOption,
  objectOption,
  oneOf,
  parseOptions,
  textLike,
  textOf,
  textOption,
  wholeNumber,
  type JsonValue,
  type OptionReaders,
} from '@grok-image/core';
import { jsonOption } from './json-option.ts';
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

const tagsOption = listOption(textOption(200), { most: 10 });

// Limits: Civitai orchestration OpenAPI document v2, 2026-08-20.
const readers: OptionReaders<CivitaiImageOptions> = {
  aspectRatio: textLike(/^(?:auto|\d{1,6}(?:\.\d{1,6})?:\d{1,6}(?:\.\d{1,6})?)$/, "'width:height' or 'auto'"),
  resolution: oneOf('1k', '2k'),
  quality: oneOf('low', 'medium'),
  outputFormat: oneOf('jpeg', 'png', 'webp'),
  enhancePrompt: flagOption,
  images: listOption(accepts(textOf, 'a URL, data URL or base64'), { least: 1 }),
  imagesPerStep: wholeNumber(1, maxImagesPerStep),
  currencies: listOption(oneOf('yellow', 'blue', 'green', 'fakeRed'), { least: 1 }),
  allowMatureContent: flagOption,
  upgradeMode: oneOf('manual', 'automatic'),
  hideMatureContent: flagOption,
  tags: (value, path) => {
    const tags = tagsOption(value, path);
    if (new Set(tags).size < tags.length) throw invalidArgument(path, tags, 'tags that are all different');
    return tags;
  },
  metadata: jsonOption,
  priority: oneOf('high', 'normal', 'low'),
  stepTimeout: wholeNumber(1000, 86_399_999, 'whole milliseconds'),
  retries: wholeNumber(0),
  callbacks: listOption(
    objectOption<CivitaiCallback>(
      {
        url: addressOption(['https:'], 'an https address without blanks'),
        type: listOption(oneOf(...callbackTypes), { least: 1 }),
        detailed: flagOption,
      },
      ['url', 'type'],
    ),
  ),
  ephemeral: flagOption,
  wait: wholeNumber(0, 100, 'whole seconds'),
  externalId: accepts(
    value =>
      value === false || (typeof value === 'string' && /^[A-Za-z0-9_-]{1,128}$/.test(value))
        ? value
        : undefined,
    '1 to 128 letters, digits, _ or -, or false',
  ),
  dedupe: flagOption,
  workflowId: textOption(),
  experimental: flagOption,
};

/**
 * Reads `providerOptions.civitai`.
 *
 * @throws InvalidArgumentError for an unknown option, a value that is not accepted, or two that exclude each other
 */
export function readOptions(given: unknown): CivitaiImageOptions {
  const options = parseOptions('civitai', readers, given);
  if (options.ephemeral && options.wait === 0 && !options.callbacks?.length) {
    const accepted = '1 to 100 for an ephemeral workflow without callbacks: nobody could see its images';
    throw invalidArgument('providerOptions.civitai.wait', 0, accepted);
  }
  return options;
}
