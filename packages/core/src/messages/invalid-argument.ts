import { InvalidArgumentError } from '@ai-sdk/provider';
import { isArrayBuffer, isBlob, isBytes } from './bytes.ts';

/**
 * The one sentence for bad input: names the field, what was given and what is accepted.
 * It is thrown before anything is sent.
 *
 * @example
 * throw invalidArgument('n', 2.5, 'a whole number from 1 to 1000');
 * // Invalid n: got 2.5. Accepted: a whole number from 1 to 1000. Nothing was sent.
 */
export function invalidArgument(field: string, given: unknown, accepted: string): InvalidArgumentError {
  return invalidArgumentInWords(field, describe(given), accepted);
}

/**
 * The same sentence for a value that is better described than shown.
 *
 * @param field - its name; another name that it has may stand behind it in brackets
 * @param found - what was given, in words that are harmless to log
 */
export function invalidArgumentInWords(field: string, found: string, accepted: string): InvalidArgumentError {
  return new InvalidArgumentError({
    // Without its other name, which stands behind it.
    argument: field.replace(/ \(.*/, ''),
    message: `Invalid ${field}: got ${found}. Accepted: ${accepted}. Nothing was sent.`,
  });
}

/** A short, harmless rendering: never the bytes of an image, never a long text. */
function describe(value: unknown): string {
  if (typeof value === 'string') {
    return value.length > 60 ? `a text of ${value.length} characters` : JSON.stringify(value);
  }
  if (isBytes(value)) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isBlob(value)) return 'a Blob';
  if (isArrayBuffer(value)) return 'an ArrayBuffer';
  if (typeof value === 'object' && value !== null) return 'an object';
  // Its source would be the message.
  if (typeof value === 'function') return 'a function';
  return String(value);
}
