/** `…`, by its number: written out, it makes V8 keep the source of the whole build in two bytes a character. */
const ellipsis = String.fromCodePoint(0x2026);

/** Longest part of a service's own words in a message, in characters. */
const usualLength = 500;

/**
 * The beginning of a text that a service wrote, as a message may carry it: services are not trusted to be brief.
 *
 * @example
 * excerpt('x'.repeat(1_000_000)); // 499 characters and '…'
 */
export function excerpt(text: string, longest: number = usualLength): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}${ellipsis}` : text;
}

/** Longest name of an option or field that a message repeats, in characters. */
export const longestName = 60;

/** Longest address that a message carries, in characters: signed ones have a few hundred, and half of one is of no use. */
const longestAddress = 2048;

/** An address for a message; `undefined` for one that is too long. */
export function shownAddress(url: string): string | undefined {
  return url.length > longestAddress ? undefined : url;
}
