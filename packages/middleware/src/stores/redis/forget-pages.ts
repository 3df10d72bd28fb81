import * as z from 'zod/v4';

/** A part of the keys that are looked at. */
export interface ForgetPage {
  readonly cursor: string;
  readonly pattern: string;
  readonly before: number;
}

const answer = z.object({ cursor: z.coerce.string(), count: z.number() });

/**
 * Goes through all keys whose name begins so, page by page, so that no call of the script stops the server for long.
 *
 * @param space - what stands before the names
 * @param ask - runs a script that deletes what is old of one page
 * @returns how many were deleted
 */
export async function forgetPages(
  space: string,
  { prefix, before }: { readonly prefix: string; readonly before: number },
  ask: (page: ForgetPage) => Promise<unknown>,
): Promise<number> {
  const pattern = `${`${space}${prefix}`.replaceAll(/[\\*?[\]^-]/g, String.raw`\$&`)}*`;
  let [cursor, total] = ['0', 0];
  do {
    const page = answer.parse(await ask({ cursor, pattern, before }));
    cursor = page.cursor;
    total += page.count;
  } while (cursor !== '0');
  return total;
}
