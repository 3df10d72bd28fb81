import { invalidArgument, parseStrict } from '@grok-image/core';
import { isPlainObject, suggestion } from '@grok-image/core/internal';
import * as z from 'zod/v4';

/** The flags of a command: a schema for each, by its name in camel case. */
export type FlagSchema = z.ZodObject<Readonly<Record<string, z.ZodType>>>;

/** One flag, as its schema tells. */
export interface Flag {
  /** In camel case, as in the configuration file. */
  readonly name: string;
  /** As it is written on the command line, e.g. `--max-usd`. */
  readonly flag: string;
  /** A single letter that means the same. */
  readonly short: string | undefined;
  readonly kind: 'switch' | 'text' | 'number' | 'json';
  /** Whether it may be given several times. */
  readonly isList: boolean;
  /** What stands for its value in the help. */
  readonly value: string;
  readonly words: string;
  /** The words it takes, where it takes some only. */
  readonly choices: readonly string[] | undefined;
  readonly schema: z.ZodType;
}

/** Of words that stand for a value in the help, in characters; more of them stand in its description. */
const longestChoices = 30;

/**
 * The flags that a schema describes, in its order. A field may say `short` and `value` in its `meta`; all else follows from
 * its kind, so that a new option of a model is a new flag.
 *
 * @example
 * flagsOf(z.strictObject({ maxUsd: z.number().meta({ value: 'usd' }) })); // [{ flag: '--max-usd', kind: 'number', … }]
 */
export function flagsOf(schema: FlagSchema): readonly Flag[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(schema.shape).map(([name, field]) => {
    const described = properties[name];
    const about = typeof described === 'object' ? described : {};
    const isList = about.type === 'array';
    const item = isList && isPlainObject(about.items) ? about.items : about;
    const choices = Array.isArray(item['enum']) ? item['enum'].map(String) : undefined;
    const kind = kindOf(item['type']);
    const list = choices?.join('|');
    const isShort = list !== undefined && list.length <= longestChoices;
    return {
      name,
      flag: toFlag(name),
      short: textOr(about['short']),
      kind,
      isList,
      value: textOr(about['value']) ?? (isShort ? list : undefined) ?? kind,
      words: [about.description, list !== undefined && !isShort && `One of ${choices?.join(', ')}.`]
        .filter(Boolean)
        .join(' '),
      choices,
      schema: field,
    };
  });
}

/** A name as it is written on the command line, e.g. `--max-usd`. */
export function toFlag(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

function kindOf(type: unknown): Flag['kind'] {
  if (type === 'boolean') return 'switch';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'string' ? 'text' : 'json';
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * Reads what was written for a flag.
 *
 * @param given - texts, of a flag that may be given several times a list; a switch as it is
 * @param place - what the message calls it, e.g. `--budget` or `GROK_IMAGE_BUDGET`
 * @throws InvalidArgumentError naming the place, what was given, what is accepted and the nearest word
 */
export function readWritten(flag: Flag, given: unknown, place: string): unknown {
  const read = (text: unknown) => (typeof text === 'string' ? toValue(flag, text, place) : text);
  return checkValue(flag, Array.isArray(given) ? given.map(read) : read(given), place);
}

/**
 * Checks a value that is no text any more, e.g. one of the configuration file.
 *
 * @throws InvalidArgumentError
 */
export function checkValue(flag: Flag, value: unknown, place: string): unknown {
  return parseStrict(flag.schema, value, place);
}

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function toValue({ kind, choices }: Flag, text: string, place: string): unknown {
  if (choices !== undefined && !choices.includes(text)) {
    throw invalidArgument(place, text, suggestion([text], choices));
  }
  switch (kind) {
    case 'number':
      return number.test(text) ? Number(text) : text;
    case 'switch':
      return text === 'true' || (text === 'false' ? false : text);
    case 'json':
      return looksLikeJson(text) ? parseJson(text, place) : text;
    case 'text':
      return text;
    default:
      return kind satisfies never;
  }
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{"]|^(?:true|false|null)$/.test(text) || number.test(text);
}

/**
 * @throws InvalidArgumentError naming the place
 */
export function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidArgument(place, text, 'JSON, e.g. {"filename":"cat.jpg"}');
  }
}
