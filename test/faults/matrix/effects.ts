import { bareItems, mixedItems } from './edits.ts';
import type { Effect } from './row.ts';

type Effects = Readonly<Record<string, Effect>>;

const page = '<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>';
const html = { 'content-type': 'text/html' };
const soon = { 'retry-after': '1' };
const late = { 'retry-after': '120' };
/** Of no interest by itself: nothing may follow it there with a key. */
const location = 'https://elsewhere.example/v1';

/** The connection. */
export const network: Effects = {
  'DNS failure': { unreachable: 'dns' },
  'connection refused': { unreachable: 'refused' },
  'TLS error': { unreachable: 'tls' },
  'reset before it arrived': { reset: 'before' },
  'reset after it was accepted': { reset: 'after' },
  'body cut at 50 %': { cut: 0.5 },
  'no headers until the timeout': { stall: 'headers' },
  'half a body until the timeout': { stall: 'body' },
};

/** Answered at the door: nothing is started. */
export const statuses: Effects = {
  '400': { status: 400 },
  '401': { status: 401 },
  '403': { status: 403 },
  '404': { status: 404 },
  '409': { status: 409 },
  '410': { status: 410 },
  '413': { status: 413 },
  '422 as text': {
    status: 422,
    body: 'Failed to deserialize the JSON body into the target type: n: invalid type at line 1 column 40',
    headers: { 'content-type': 'text/plain' },
  },
  '429': { status: 429 },
  '429, retry-after 1 s': { status: 429, headers: soon },
  '429, retry-after as a date': {
    status: 429,
    // Five seconds after the beginning of virtual time.
    headers: { 'retry-after': 'Sat, 21 Nov 2026 00:00:05 GMT' },
  },
  '429, retry-after 120 s': { status: 429, headers: late },
  '500': { status: 500 },
  '501': { status: 501 },
  '502 as HTML': { status: 502, body: page, headers: html },
  '503': { status: 503 },
  '503, retry-after 1 s': { status: 503, headers: soon },
  '504': { status: 504 },
  '529': { status: 529 },
  'redirect 302': { status: 302, headers: { location } },
  'redirect 307': { status: 307, headers: { location } },
};

/**
 * Answered when the work was done and billed, by something in between. There is no 429 and no 503 with a retry-after:
 * who says so has turned the request away, and is taken at its word.
 */
export const lateStatuses: Effects = {
  '409 after the work was done': { answer: { status: 409, body: '' } },
  '500 after the work was done': { answer: { status: 500, body: '' } },
  '502 as HTML after the work was done': { answer: { status: 502, body: page, headers: html } },
  '503 after the work was done': { answer: { status: 503, body: '' } },
  '504 after the work was done': { answer: { status: 504, body: '' } },
  '529 after the work was done': { answer: { status: 529, body: '' } },
};

/** The JSON that was to come. */
export const answers: Effects = {
  'empty 200': { malform: 'empty' },
  'HTML 200': { malform: 'html' },
  'truncated JSON': { malform: 'truncated' },
  'wrong types': { malform: 'wrong-types' },
  '__proto__ keys': { malform: 'polluted' },
  'data null': { malform: 'null-data' },
  'data []': { malform: 'no-data' },
  'items without url and b64': { edit: bareItems },
  'mixed items': { edit: mixedItems },
};
