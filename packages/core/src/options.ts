import leven from 'leven';
import { flagOf } from './fields.ts';
import { excerpt, longestName } from './messages/excerpt.ts';
import { invalidArgument, invalidArgumentInWords } from './messages/invalid-argument.ts';
import { isPlainObject } from './schema/json.ts';

/**
 * Reads the value of one option.
 *
 * @param path - where it stands, e.g. `providerOptions.xai.resolution`
 * @throws InvalidArgumentError naming the path, what was given and what is accepted
 */
export type OptionReader<T> = (value: unknown, path: string) => T;

/** A reader for each option of a type, so that none can be forgotten. */
export type OptionReaders<T> = { readonly [KEY in keyof T]-?: OptionReader<Exclude<T[KEY], undefined>> };

/**
 * Reads provider options strictly: a key that is not known is an error that suggests the nearest known one, and a
 * value that is not accepted is an error that says what is.
 *
 * @param key - the key in `providerOptions`, e.g. `'xai'`, for messages
 * @param readers - one for each option
 * @throws InvalidArgumentError naming the option, e.g. `providerOptions.xai.resolution`
 * @example
 * parseOptions('xai', { resolution: oneOf('1k', '2k') }, { resolutoin: '2k' });
 * // Invalid providerOptions.xai.resolutoin: got an unknown option. Accepted: resolution (did you mean that?), …
 */
export function parseOptions<T extends object>(
  key: string,
  readers: OptionReaders<T>,
  given: unknown,
): Partial<T> {
  return objectOption(readers)(given ?? {}, `providerOptions.${key}`);
}

/**
 * Accepts what a function can use of a value.
 *
 * @param use - gives `undefined` for what is not accepted
 * @param words - what is accepted, completing "Accepted: …"
 * @example
 * const seconds = accepts(value => (typeof value === 'number' && value > 0 ? value : undefined), 'seconds above 0');
 */
export function accepts<T>(use: (value: unknown) => T | undefined, words: string): OptionReader<T> {
  return (value, path) => {
    const used = use(value);
    if (used === undefined) throw invalidArgument(path, value, words);
    return used;
  };
}

/** Accepts `true` and `false`. */
export const flagOption: OptionReader<boolean> = /* @__PURE__ */ accepts(flagOf, 'true or false');

/**
 * Accepts a text of 1 to `most` characters.
 *
 * @example
 * const tag = textOption(200);
 */
export function textOption(most: number = Number.POSITIVE_INFINITY): OptionReader<string> {
  return accepts(
    value => textIf(value, text => text !== '' && text.length <= most),
    most === Number.POSITIVE_INFINITY ? 'a text that is not empty' : `a text of 1 to ${most} characters`,
  );
}

/**
 * Accepts a text of a form.
 *
 * @example
 * const ratio = textLike(/^\d+:\d+$/, "'width:height'");
 */
export function textLike(form: RegExp, words: string): OptionReader<string> {
  return accepts(value => textIf(value, text => text.search(form) >= 0), words);
}

/**
 * Accepts an address by its protocol. Blanks and what is not seen, some of which `URL` passes over in silence, are
 * refused, because they would be sent.
 *
 * @example
 * const callback = addressOption(['https:'], 'an https address without blanks');
 */
export function addressOption(protocols: readonly string[], words: string): OptionReader<string> {
  const isAddress = (text: string) =>
    /^[^\s\p{Cc}\p{Cf}\p{Cs}]+$/u.test(text) &&
    URL.canParse(text) &&
    protocols.some(protocol => text.toLowerCase().startsWith(`${protocol}//`));
  return accepts(value => textIf(value, isAddress), words);
}

/**
 * Accepts some texts and nothing else.
 *
 * @example
 * const resolution = oneOf('1k', '2k');
 */
export function oneOf<const VALUE extends string>(...values: readonly VALUE[]): OptionReader<VALUE> {
  const words = values.map(value => JSON.stringify(value)).join(', ');
  return accepts(value => values.find(known => known === value), words);
}

/**
 * Accepts a whole number from `least` to `most`.
 *
 * @param noun - what it counts, for messages
 * @example
 * const timeout = wholeNumber(1000, 86_400_000, 'whole milliseconds');
 */
export function wholeNumber(
  least: number,
  most: number = Number.POSITIVE_INFINITY,
  noun: string = 'a whole number',
): OptionReader<number> {
  const isAccepted = (value: number) => Number.isSafeInteger(value) && value >= least && value <= most;
  return accepts(
    value => (typeof value === 'number' && isAccepted(value) ? value : undefined),
    `${noun} from ${least}${most === Number.POSITIVE_INFINITY ? '' : ` to ${most}`}`,
  );
}

/**
 * Accepts a list of `least` to `most` entries, each of which is accepted.
 *
 * @example
 * const tags = listOption(textOption(200), { most: 10 });
 */
export function listOption<T>(
  entry: OptionReader<T>,
  { least = 0, most = Number.POSITIVE_INFINITY }: { least?: number; most?: number } = {},
): OptionReader<T[]> {
  const upTo = most === Number.POSITIVE_INFINITY ? '' : ` of at most ${most} entries`;
  const words = `a list${upTo}${least > 0 ? ' that is not empty' : ''}`;
  const read = accepts((value): readonly unknown[] | undefined => {
    return Array.isArray(value) && value.length >= least && value.length <= most ? value : undefined;
  }, words);
  // Not `map`, which passes over holes.
  return (value, path) => Array.from(read(value, path), (item, index) => entry(item, `${path}.${index}`));
}

/**
 * Accepts a plain object by its fields, and no field beside them. What it inherits would be passed over, so an instance
 * of a class is refused.
 *
 * @param required - the fields that must be there
 * @example
 * const storage = objectOption({ filename: textOption(), expiresAfter: wholeNumber(3600) }, ['filename']);
 */
export function objectOption<T extends object>(
  readers: OptionReaders<T>,
  required?: readonly (keyof T & string)[],
): OptionReader<T>;
export function objectOption(
  readers: Readonly<Record<string, OptionReader<unknown>>>,
  required: readonly string[] = [],
): OptionReader<unknown> {
  const known = Object.keys(readers);
  return (value, path) => {
    if (!isPlainObject(value)) throw invalidArgument(path, value, `a plain object of ${known.join(', ')}`);
    const options: Record<string, unknown> = {};
    for (const [name, given] of Object.entries(value)) {
      const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
      if (read === undefined) {
        const shown = excerpt(name, longestName);
        throw invalidArgumentInWords(`${path}.${shown}`, 'an unknown option', suggestion(shown, known));
      }
      if (given !== undefined) options[name] = read(given, `${path}.${name}`);
    }
    for (const name of required) {
      if (options[name] === undefined) options[name] = readers[name]?.(undefined, `${path}.${name}`);
    }
    return options;
  };
}

function suggestion(unknown: string, known: readonly string[]): string {
  const distance = (name: string) => leven(unknown.toLowerCase(), name.toLowerCase());
  const nearest = known.toSorted((one, other) => distance(one) - distance(other))[0];
  const isNear = nearest !== undefined && distance(nearest) <= Math.max(2, unknown.length / 3);
  return `${isNear ? `${nearest} (did you mean that?), or any of ` : ''}${known.join(', ')}`;
}

function textIf(value: unknown, isAccepted: (text: string) => boolean): string | undefined {
  return typeof value === 'string' && isAccepted(value) ? value : undefined;
}
