import type { Fault } from '@grok-image/emulator';
import { apiKey } from './models.ts';

const every = { times: Infinity } as const;
const echo = `Wrong key ${apiKey} in "Bearer ${apiKey}".`;
const echoHeaders = { 'x-echo': `Bearer ${apiKey}`, 'x-request-id': apiKey };

/** A failure of every kind, of each part of a call. */
export const failures: readonly (readonly [name: string, fault: Fault])[] = [
  ...[400, 401, 402, 403, 404, 409, 413, 422, 429, 500, 503, 529].map(
    status =>
      [
        `HTTP ${status} that repeats the key`,
        { ...every, status, body: { error: echo }, headers: echoHeaders },
      ] as const,
  ),
  ['text that repeats the key', { ...every, status: 400, body: echo }],
  [
    'problem+json that repeats the key',
    { ...every, status: 400, body: { errors: { messages: [echo] }, detail: echo } },
  ],
  [
    'a redirect with the key in it',
    { ...every, status: 307, headers: { location: `https://other.test/?key=${apiKey}` } },
  ],
  ['a good answer with headers that repeat the key', { ...every, answer: { headers: echoHeaders } }],
  [
    'an answer that is no JSON and repeats the key',
    { ...every, answer: { status: 200, body: `{"key": ${apiKey}` } },
  ],
  [
    'an answer that is something else and repeats the key',
    { ...every, answer: { status: 200, body: { key: apiKey } } },
  ],
  [
    'a job that failed and repeats the key',
    { ...every, on: 'poll', answer: { body: { status: 'failed', error: { code: apiKey, message: echo } } } },
  ],
  ['a submit that fails in a list', { ...every, answer: { status: 200, body: [apiKey] } }],
  ['no host', { ...every, unreachable: 'dns' }],
  ['no connection', { ...every, unreachable: 'refused' }],
  ['no secure connection', { ...every, unreachable: 'tls' }],
  ['a reset', { ...every, reset: 'after' }],
  ['half an answer', { ...every, cut: 0.5 }],
  ['no answer', { ...every, stall: 'headers' }],
  ['a job that is never done', { ...every, on: 'poll', stall: 'body' }],
  ['a refusal', { ...every, moderate: 'refuse' }],
  ['refused images', { ...every, moderate: 'flag' }],
  ['one refused image', { ...every, moderate: 'flag', items: [0] }],
  ['nothing', { ...every, moderate: 'empty' }],
  ['a failed job', { ...every, moderate: 'fail' }],
  ['a status nobody knows', { ...every, jobStatus: 'archived' }],
  ['images that are gone', { ...every, on: 'content', status: 404 }],
  [
    'images that are forbidden, with the key in the words',
    { ...every, on: 'content', status: 403, body: echo, headers: echoHeaders },
  ],
  ['images that are pages', { ...every, on: 'content', malform: 'html' }],
  ['one image that is gone', { on: 'content', status: 410 }],
  ['lost storage', { ...every, storageError: 'Disk full.' }],
  ['no failure', { status: 500, after: Number.MAX_SAFE_INTEGER }],
];
