import { isRecord } from '@ai-sdk/provider-utils';

/** What stands in an answer, by its names on the wire. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields of an answer. None of them is relied on: each is read by what can be used of it, because an odd field must
 * not cost a paid image.
 *
 * @returns no fields for what is no object
 * @example
 * const { url, revised_prompt: revisedPrompt } = fieldsOf(json);
 * const image = { url: textOf(url), revisedPrompt: textOf(revisedPrompt) };
 */
export function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

/** A text, unless it is empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An id that a service gave: a text of at most 200 characters, because it goes into addresses and messages. */
export function idOf(value: unknown): string | undefined {
  const id = textOf(value);
  return id !== undefined && id.length <= 200 ? id : undefined;
}

/** A number that counts: no NaN, not infinite. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A count or a price: from 0 to what can be counted exactly. */
export function amountOf(value: unknown): number | undefined {
  const amount = numberOf(value);
  return amount !== undefined && amount >= 0 && amount <= Number.MAX_SAFE_INTEGER ? amount : undefined;
}

/** `true` or `false`, not words for them. */
export function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/**
 * The entries of a list that can be used; what is no list has none.
 *
 * @example
 * const tags = listOf(fieldsOf(json)['tags'], textOf);
 */
export function listOf<T>(value: unknown, read: (entry: unknown) => T | undefined): T[] {
  return Array.isArray(value) ? value.map(entry => read(entry)).filter(entry => entry !== undefined) : [];
}
