/** On every answer of api.x.ai (measured 2026-09). */
export function commonHeaders(requestId: string): Readonly<Record<string, string>> {
  return { 'x-request-id': requestId, 'x-zero-data-retention': 'false' };
}

/** api.x.ai lets browsers call it; the image host does not. */
export const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': '*',
};
