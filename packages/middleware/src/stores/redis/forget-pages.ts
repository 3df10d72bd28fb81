import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';

/** A part of the keys that are looked at. */
export interface ForgetPage {
  readonly cursor: string;
  readonly prefix: string;
  readonly before: number;
}

/** Lua that makes the pattern of all keys that begin so: in the script, as a client may put its own prefix before keys. */
export const patternLua: string = String.raw`
local function patternOf(beginning)
  return (string.gsub(beginning, '[%*%?%[%]%^%-\\]', '\\%0')) .. '*'
end
`;

const answer = lazy(() => z.object({ cursor: z.coerce.string(), count: z.number() }));

/**
 * Goes through all keys whose name begins so, page by page, so that no call of the script stops the server for long.
 *
 * @param ask - runs a script that deletes what is old of one page
 * @returns how many were deleted
 */
export async function forgetPages(
  what: { readonly prefix: string; readonly before: number },
  ask: (page: ForgetPage) => Promise<unknown>,
): Promise<number> {
  let [cursor, total] = ['0', 0];
  do {
    const page = answer().parse(await ask({ ...what, cursor }));
    cursor = page.cursor;
    total += page.count;
  } while (cursor !== '0');
  return total;
}
