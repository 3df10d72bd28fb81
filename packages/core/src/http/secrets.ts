import { messageOf } from '../messages/message-of.ts';
import { mapTexts } from './map-texts.ts';

/** Takes what a request was sent with, and a service may repeat, out of what people and logs see. */
export interface Scrubber {
  /** The same text without a secret, however it was escaped. */
  text(text: string): string;
  /** The same value without a secret in its texts. */
  value(value: unknown): unknown;
  /** The same, where addresses are left as they are: a paid image may be had by the key in its address only. */
  answer(value: unknown): unknown;
  /** Whether an error, or what caused it, holds a secret. */
  isIn(error: unknown): boolean;
}

/** Headers that say nothing about who sends them. */
const harmless = /^(?:accept|accept-.*|content-type|user-agent|origin|referer|cache-control|pragma)$/;

/** Headers with a secret in them, by their names. */
const telling = /auth|key|token|secret|cookie|password|credential|session|signature/;

/** Shorter values are words that stand anywhere, and no key is so short. */
const shortestSecret = 8;

/** Shorter ones are taken out as whole words only: they stand within ids and images by chance. */
const shortestAnywhere = 16;

/** Secrets are the key and all headers that a caller set, as far as their values can be told from plain words. */
export function createScrubber(sent: Readonly<Record<string, string>>): Scrubber {
  const secrets = Object.entries(sent)
    .filter(([name]) => !harmless.test(name))
    .flatMap(([name, value]) => {
      const secret = value.replace(/^(?:Bearer|Basic|Key|Token)\s+/i, '');
      const isSecret = secret.length >= (telling.test(name) ? shortestSecret : shortestAnywhere);
      return isSecret ? [secret] : [];
    })
    // One that holds another one goes first.
    .toSorted((one, other) => other.length - one.length);
  // The last one is the shortest; escaped, it is longer still.
  const shortest = secrets.at(-1)?.length ?? Number.POSITIVE_INFINITY;
  let pattern: RegExp | undefined;
  const text = (given: string): string => {
    if (given.length < shortest) return given;
    pattern ??= new RegExp(secrets.map(toPattern).join('|'), 'g');
    return given.replace(pattern, '[key]');
  };
  // What was parsed has no escapes any more, and a plain search is much faster in an image.
  const plain = (given: string): string =>
    secrets.some(secret => given.includes(secret)) ? text(given) : given;
  return {
    text,
    value: value => mapTexts(value, plain),
    answer: value => mapTexts(value, given => (/^https?:/i.test(given) ? given : plain(given))),
    isIn: error => messagesOf(error).some(message => text(message) !== message),
  };
}

/** The words of an error and of its causes, which can be a circle. */
function messagesOf(error: unknown, depth = 0): string[] {
  if (depth > 8 || typeof error !== 'object' || error === null) return [String(error)];
  return [messageOf(error), ...('cause' in error ? messagesOf(error.cause, depth + 1) : [])];
}

/** A secret as it is, escaped as in JSON (PHP escapes slashes), or as in an address. */
function toPattern(secret: string): string {
  const letters = Array.from(secret, letter => {
    if (/\w/.test(letter)) return letter;
    const hex = letter.charCodeAt(0).toString(16).padStart(2, '0');
    const code = `(?:${hex}|${hex.toUpperCase()})`;
    return String.raw`(?:\\*\x${hex}|\\+u00${code}|%${code})`;
  }).join('');
  return secret.length < shortestAnywhere ? String.raw`(?<![\w-])${letters}(?![\w-])` : letters;
}
