import { isBytes } from '../messages/bytes.ts';
import { isUrl } from '../messages/is-url.ts';
import * as z from 'zod/v4';
import { lazy } from './lazy.ts';

/**
 * A text of 1 to `most` characters.
 *
 * @example
 * const tag = textSchema(200);
 */
export function textSchema(most: number = Number.POSITIVE_INFINITY): z.ZodString {
  if (most === Number.POSITIVE_INFINITY) {
    const words = 'a text that is not empty';
    return z.string(words).min(1, words);
  }
  const words = `a text of 1 to ${most} characters`;
  return z.string(words).min(1, words).max(most, words);
}

/**
 * A text of a form.
 *
 * @param words - what is accepted, completing "Accepted: "
 * @example
 * const ratio = patternSchema(/^\d+:\d+$/, "'width:height'");
 */
export function patternSchema(form: RegExp, words: string): z.ZodString {
  return z.string(words).regex(form, words);
}

/**
 * A whole number from `least` to `most`.
 *
 * @param noun - what it counts, for messages
 * @example
 * const timeout = wholeNumberSchema(1000, 86_400_000, 'whole milliseconds');
 */
export function wholeNumberSchema(
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
  noun: string = 'a whole number',
): z.ZodInt {
  const words = `${noun} from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}`;
  return z.int(words).min(least, words).max(most, words);
}

/**
 * A number from `least`, fractions included; none that is not finite.
 *
 * @param noun - what it counts, for messages
 * @example
 * const pollInterval = numberSchema(1, 'milliseconds');
 */
export function numberSchema(least: number, noun: string = 'a number'): z.ZodNumber {
  const words = `${noun} from ${least}`;
  return z.number(words).min(least, words);
}

/**
 * A list of `least` to `most` entries.
 *
 * @example
 * const tags = listSchema(textSchema(200), { most: 10 });
 */
export function listSchema<ENTRY extends z.ZodType>(
  entry: ENTRY,
  { least = 0, most = Number.POSITIVE_INFINITY }: { least?: number; most?: number } = {},
): z.ZodArray<ENTRY> {
  const upTo = most === Number.POSITIVE_INFINITY ? '' : ` of at most ${most} entries`;
  const words = `a list${upTo}${least > 0 ? ' that is not empty' : ''}`;
  const list = least > 0 ? z.array(entry, words).min(least, words) : z.array(entry, words);
  return most === Number.POSITIVE_INFINITY ? list : list.max(most, words);
}

/**
 * An address by its protocol. Blanks and what is not seen, some of which `URL` passes over in silence, are refused,
 * because they would be sent.
 *
 * @example
 * const callback = addressSchema(['https:'], 'an https address without blanks');
 */
export function addressSchema(protocols: readonly string[], words: string): z.ZodString {
  const isAddress = (text: string) =>
    /^[^\s\p{Cc}\p{Cf}\p{Cs}]+$/u.test(text) &&
    isUrl(text) &&
    protocols.some(protocol => text.toLowerCase().startsWith(`${protocol}//`));
  return z.string(words).refine(isAddress, words).meta({ format: 'uri' });
}

/**
 * A source image among options: bytes or a text, passed on as they are. As JSON has no bytes, a JSON schema has the text.
 *
 * @example
 * const images = listSchema(imageSchema());
 */
export function imageSchema(): z.ZodType<string | Uint8Array, string | Uint8Array> {
  const message = 'bytes (Uint8Array), a URL, data URL or base64';
  return z
    .any()
    .meta({ type: 'string', minLength: 1 })
    .transform((value: unknown, context): string | Uint8Array => {
      if (isBytes(value) || (typeof value === 'string' && value !== '')) return value;
      context.addIssue({ code: 'custom', message, input: value });
      return z.NEVER;
    });
}

/** A function, passed on as it is. */
export function functionSchema<T>(): z.ZodType<T | undefined> {
  return z.custom<T>(value => typeof value === 'function', 'a function').optional();
}

/** Headers as a caller gives them; an instance of `Headers` would lose them all. */
export const headersSchema: () => z.ZodType<Record<string, string | undefined> | undefined> = lazy(() =>
  z.record(z.string(), z.union([z.string(), z.undefined()], 'a text'), 'a plain object of texts').optional(),
);
