import { parseLenient, textField } from '@grok-image/core';
import * as z from 'zod/v4';

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Of the next page. Batches have none on the last one; files have one there, too (docs.x.ai, files guide, 2026). */
  readonly token: string | undefined;
}

const listSchema = z.array(z.unknown());
const pageSchema = z.looseObject({ pagination_token: textField });

/**
 * Reads a page of a list.
 *
 * @param field - where the list stands
 * @throws TypeError when there is no list
 */
export function toPage<T>(json: unknown, field: string, toItem: (entry: unknown) => T): Page<T> {
  const problem = `${field} is not as documented`;
  const { [field]: entries, pagination_token: token } = parseLenient(pageSchema, json, problem);
  const list = parseLenient(listSchema, entries, problem);
  return { items: list.map(entry => toItem(entry)), token };
}
