import { AISDKError } from '@ai-sdk/provider';
import { fieldOf } from '../../contract/harness/field-of.ts';

/** The error itself, and those that AI SDK wrapped in it after its retries. */
export function errorsIn(error: unknown): readonly unknown[] {
  const inner = fieldOf(error, 'errors');
  return Array.isArray(inner) ? [...inner, error] : [error];
}

/** What the error says that the caller gets last: of a `RetryError`, the error of the last attempt. */
export function innermost(error: unknown): unknown {
  return fieldOf(error, 'lastError') ?? error;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether all of an error can be told from others: none is a bare `Error` or `TypeError`. */
export function isTyped(error: unknown): boolean {
  return errorsIn(error).every(each => AISDKError.isInstance(each));
}

/** The sentences of the warnings, in every version's words. */
export function textOfWarning(warning: object): string {
  return String(fieldOf(warning, 'message') ?? fieldOf(warning, 'details') ?? '');
}

const denial = /[^.]*\bnothing was (?:billed|sent|started|generated)\b[^.]*\./gi;
const admission = /\b(?:billed|paid|charged|costs?)\b/i;

/** Whether a text says that money was or may have been spent. That nothing was billed does not count. */
export function speaksOfMoney(text: string): boolean {
  return admission.test(text.replace(denial, ''));
}

/** Addresses in an error or a warning from which a caller could fetch an image. */
export function addressesIn(...texts: readonly unknown[]): readonly string[] {
  const found = texts.flatMap(text => [...String(text).matchAll(/https:\/\/[^\s"'<>\\]+/g)]);
  return [...new Set(found.map(([url]) => url.replace(/[.,)]+$/, '')))];
}
