import { followPages, type Page } from '../service/page.ts';
import { send, type XaiApiRequest } from '../service/send.ts';
import type { XaiTransport } from '../service/transport.ts';

/** What xAI gives without being asked for a number (docs.x.ai, batch guide, 2026). */
const usualPageSize = 100;

/** A list that comes in pages. */
export interface List<T> extends Pick<XaiApiRequest<Page<T>>, 'path' | 'action' | 'parse' | 'patienceMs'> {
  /** How many entries to ask for, by the page before; 100 by default. */
  readonly pageSize?: (before: Page<T> | undefined) => number;
}

/** Reads one page of a list. */
export async function readPage<T>(
  transport: XaiTransport,
  { path, action, parse, patienceMs }: List<T>,
  { limit, token }: { readonly limit: number | undefined; readonly token: string | undefined },
): Promise<Page<T>> {
  return send(transport, {
    kind: 'read',
    method: 'GET',
    path,
    patienceMs,
    query: { limit: limit === undefined ? undefined : String(limit), pagination_token: token },
    action,
    parse,
    advice: 'Reading changes nothing and can be repeated. A batch is known to the account that made it only.',
  });
}

/** Reads a list page by page, as it is consumed. */
export function readPages<T>(transport: XaiTransport, list: List<T>): AsyncGenerator<T> {
  const { pageSize = () => usualPageSize } = list;
  return followPages((token, before) => readPage(transport, list, { limit: pageSize(before), token }));
}
