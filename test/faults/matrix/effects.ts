import { bareItems, mixedItems } from './edits.ts';
import type { Effect } from './row.ts';

type Effects = Readonly<Record<string, Effect>>;

const page = '<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>';
const html = { 'content-type': 'text/html' };
const soon = { 'retry-after': '1' };
/** Of no interest by itself: nothing may follow it there with a key. */
const location = 'https://elsewhere.example/v1';

/** The connection. */
export const network: Effects = {
  'connection refused': { unreachable: 'refused' },
  'TLS error': { unreachable: 'tls' },
  'reset after it was accepted': { reset: 'after' },
  'no headers until the timeout': { stall: 'headers' },
};

/** Answered at the door: nothing is started. */
export const statuses: Effects = {
  '403': { status: 403 },
  '404': { status: 404 },
  '422 as text': {
    status: 422,
    body: 'Failed to deserialize the JSON body into the target type: n: invalid type at line 1 column 40',
    headers: { 'content-type': 'text/plain' },
  },
  '429, retry-after 1 s': { status: 429, headers: soon },
  'redirect 307': { status: 307, headers: { location } },
};

/**
 * Answered when the work was done and billed, by something in between. There is no 429 and no 503 with a retry-after:
 * who says so has turned the request away, and is taken at its word.
 */
export const lateStatuses: Effects = {
  '502 as HTML after the work was done': { answer: { status: 502, body: page, headers: html } },
};

/** The JSON that was to come. */
export const answers: Effects = {
  'wrong types': { malform: 'wrong-types' },
  '__proto__ keys': { malform: 'polluted' },
  'data null': { malform: 'null-data' },
  'data []': { malform: 'no-data' },
  'items without url and b64': { edit: bareItems },
  'mixed items': { edit: mixedItems },
};
