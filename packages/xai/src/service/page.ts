import { parseLenient, textField } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Of the next page. Batches have none on the last one; files have one always (docs.x.ai, files guide, 2026). */
  readonly token: string | undefined;
}

const listSchema = lazy(() => z.array(z.unknown()));
const pageSchema = lazy(() => z.looseObject({ pagination_token: textField() }));

/**
 * Reads a page of a list.
 *
 * @param field - where the list stands
 * @throws TypeError when there is no list
 */
export function toPage<T>(json: unknown, field: string, toItem: (entry: unknown) => T | undefined): Page<T> {
  const problem = `${field} is not as documented`;
  const { [field]: entries, pagination_token: token } = parseLenient(pageSchema(), json, problem);
  const list = parseLenient(listSchema(), entries, problem);
  return { items: list.flatMap(entry => toItem(entry) ?? []), token };
}

/** The reader of an entry that leaves out what it cannot read: one odd entry must not cost the others. */
export function orNothing<T>(toItem: (entry: unknown) => T): (entry: unknown) => T | undefined {
  return entry => {
    try {
      return toItem(entry);
    } catch {
      return undefined;
    }
  };
}

/**
 * Reads a list page by page, as it is consumed, for as long as a page names one that was not read yet: a short or empty
 * page may stand in the middle, and what is paid may stand behind it.
 *
 * @param readPage - reads the page of a token; gets the page before as well
 * @throws whatever `readPage` throws
 */
export async function* followPages<T>(
  readPage: (token: string | undefined, before: Page<T> | undefined) => Promise<Page<T>>,
): AsyncGenerator<T> {
  const seen = new Set<string>();
  for (let page: Page<T> | undefined; ;) {
    page = await readPage(page?.token, page);
    yield* page.items;
    // A token that was named before leads to where the list has been.
    if (page.token === undefined || seen.has(page.token)) return;
    seen.add(page.token);
  }
}
