import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { certificate } from '../test/certificate.ts';
import { errorOf } from '../test/catch.ts';
import { breakOff, closedAddress, listen, startServer } from '../test/server.ts';
import { classifyNetworkFailure } from './network-failure.ts';

/** The address of a server on a free port. */
async function hostOf(server: Server): Promise<string> {
  const port = await listen(server);
  onTestFinished(() => {
    server.close();
  });
  return `127.0.0.1:${port}`;
}

async function failureOf(url: string, method = 'POST') {
  return classifyNetworkFailure(
    await errorOf(fetch(url, { method }).then(async response => response.text())),
  );
}

describe('a connection that was never made', () => {
  it('is a refused one', async () => {
    expect(await failureOf(await closedAddress())).toEqual({
      neverSent: true,
      transient: true,
      cause: 'connection refused (ECONNREFUSED)',
    });
  });

  it('is one to a host name that does not exist', async () => {
    const { neverSent, transient, cause } = await failureOf('http://no-such-host.invalid');

    expect({ neverSent, transient }).toEqual({ neverSent: true, transient: true });
    expect(cause).toMatch(/^host name (not found|lookup failed) \((ENOTFOUND|EAI_AGAIN)\)$/);
  });
});

/** What `fetch` throws when a system call fails. */
function lost(code: string, syscall?: string): TypeError {
  return new TypeError('fetch failed', {
    cause: Object.assign(new Error(`${syscall} ${code} 10.0.0.1:443`), { code, syscall }),
  });
}

describe('a route that is lost', () => {
  it.each([
    ['EHOSTUNREACH', 'host unreachable'],
    ['ENETUNREACH', 'network unreachable'],
    ['ETIMEDOUT', 'connection timed out before it was made'],
    ['ENETDOWN', 'connect ENETDOWN 10.0.0.1:443'],
  ])('while connecting was never one (%s)', (code, words) => {
    expect(classifyNetworkFailure(lost(code, 'connect'))).toEqual({
      neverSent: true,
      transient: true,
      cause: `${words} (${code})`,
    });
  });

  it.each([
    ['EHOSTUNREACH', 'read'],
    ['ENETUNREACH', 'write'],
    ['ETIMEDOUT', 'read'],
    ['EHOSTUNREACH', undefined],
  ])('later may have been after the request had arrived (%s, %s)', (code, syscall) => {
    expect(classifyNetworkFailure(lost(code, syscall))).toMatchObject({ neverSent: false, transient: true });
  });

  it('proves nothing by the connection of another error in the chain', () => {
    const error = Object.assign(new Error('read EHOSTUNREACH'), { code: 'EHOSTUNREACH', syscall: 'read' });
    error.cause = Object.assign(new Error('odd'), { code: 'E_ODD', syscall: 'write' });

    expect(classifyNetworkFailure(error)).toMatchObject({ neverSent: false });
  });
});

describe('a proxy that makes no tunnel', () => {
  it.each([
    [407, false],
    [403, false],
    [502, true],
  ])('sends nothing, and says %i', (status, transient) => {
    const aborted = new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`);
    const canceled = new Error('Request was cancelled.', {
      cause: Object.assign(aborted, { code: 'UND_ERR_ABORTED' }),
    });

    expect(classifyNetworkFailure(new TypeError('fetch failed', { cause: canceled }))).toEqual({
      neverSent: true,
      transient,
      cause: `the proxy made no connection to the service (HTTP ${status})`,
    });
  });

  it('is named so by Deno', () => {
    const error = new TypeError('error sending request: client error (Connect): tunnel error: unsuccessful');

    expect(classifyNetworkFailure(error)).toMatchObject({ neverSent: true });
  });
});

describe('a fetch that does not take its arguments', () => {
  it.each<[string, RequestInit]>([
    ['a header that is none', { headers: { 'a b': 'c' } }],
    ['a method that is none', { method: 'a b' }],
    ['a body where none may be', { method: 'GET', body: 'A cat' }],
  ])('sends nothing: %s', async (_, init) => {
    const error = await errorOf(fetch('https://api.test', init));

    expect(classifyNetworkFailure(error)).toEqual({
      neverSent: true,
      transient: false,
      cause: `fetch did not take the request (${error.message})`,
    });
  });

  it.each([
    'RequestInit: Expected signal ("{}") to be an instance of AbortSignal.',
    "Failed to execute 'fetch' on 'Window': Failed to read the 'signal' property.",
  ])('sends nothing: %s', message => {
    expect(classifyNetworkFailure(new TypeError(message))).toMatchObject({ neverSent: true });
  });

  it('sends nothing to a port that is kept from it', async () => {
    expect(await failureOf('http://127.0.0.1:25')).toMatchObject({ neverSent: true, transient: false });
  });
});

describe('what no repeat mends', () => {
  it('is a certificate that nobody trusts', async () => {
    const host = await hostOf(createTlsServer(certificate));

    expect(await failureOf(`https://${host}`)).toEqual({
      neverSent: true,
      transient: false,
      cause: 'no secure connection (DEPTH_ZERO_SELF_SIGNED_CERT)',
    });
  });

  it('is a server that has no certificate', async () => {
    const host = await hostOf(createTlsServer({}));

    expect(await failureOf(`https://${host}`)).toMatchObject({
      neverSent: true,
      transient: false,
      cause: expect.stringMatching(/^no secure connection \(ERR_SSL_\S+\)$/),
    });
  });

  it('is a server that speaks no TLS', async () => {
    const { url } = await startServer(response => response.end());

    expect(await failureOf(url.replace('http:', 'https:'))).toMatchObject({
      neverSent: true,
      transient: false,
    });
  });

  it('is an address that is none', async () => {
    expect(await failureOf('api.test/v1')).toEqual({
      neverSent: true,
      transient: false,
      cause: 'the address is no URL (ERR_INVALID_URL)',
    });
  });
});

describe('a request that may have arrived', () => {
  it('is one whose connection is reset before the answer', async () => {
    const { url } = await startServer(response => response.destroy());

    const { neverSent, transient, cause } = await failureOf(url);

    expect({ neverSent, transient }).toEqual({ neverSent: false, transient: true });
    expect(cause).toMatch(/\((ECONNRESET|UND_ERR_SOCKET)\)$/);
  });

  it('is one whose answer breaks off', async () => {
    const { url } = await startServer(response => breakOff(response, '{"data":['));

    expect(await failureOf(url)).toMatchObject({ neverSent: false, transient: true });
  });

  it('is one whose answer is no HTTP', async () => {
    const host = await hostOf(createTcpServer(socket => socket.end('SSH-2.0-OpenSSH_9.6\r\n')));

    expect(await failureOf(`http://${host}`)).toMatchObject({ neverSent: false });
  });

  it.each([
    [
      'a TLS alert, which may come from the middle of an answer',
      { code: 'ERR_SSL_SSL/TLS_ALERT_BAD_RECORD_MAC' },
    ],
    ['a time limit of the transport', { code: 'UND_ERR_HEADERS_TIMEOUT' }],
    ['a code of another library', { code: 'E_STRANGE' }],
  ])('is one that ends with %s', (_, { code }) => {
    const error = new TypeError('fetch failed', { cause: Object.assign(new Error('broken'), { code }) });

    expect(classifyNetworkFailure(error)).toEqual({
      neverSent: false,
      transient: true,
      cause: `broken (${code})`,
    });
  });

  it.each([
    ['a text', 'gone', 'gone'],
    ['nothing', undefined, 'undefined'],
    ['a sentence, as in workerd', new Error('Network connection lost.'), 'Network connection lost'],
    ['an error without a message', new AggregateError([], ''), 'no connection'],
  ])('is one that rejects with %s', (_, error, cause) => {
    expect(classifyNetworkFailure(error)).toEqual({ neverSent: false, transient: true, cause });
  });
});

describe('causes', () => {
  it('are found in the first of several attempts, as when a host has two addresses', () => {
    const attempt = Object.assign(new Error('connect ECONNREFUSED ::1:9'), { code: 'ECONNREFUSED' });
    const error = new TypeError('fetch failed', { cause: new AggregateError([attempt, attempt]) });

    expect(classifyNetworkFailure(error)).toMatchObject({ neverSent: true });
  });

  it('prove nothing when one of several attempts may have arrived', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:9'), { code: 'ECONNREFUSED' });
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
    const error = Object.assign(new AggregateError([refused, reset]), { code: 'ECONNREFUSED' });

    expect(classifyNetworkFailure(new TypeError('fetch failed', { cause: error }))).toEqual({
      neverSent: false,
      transient: true,
      cause: 'read ECONNRESET (ECONNRESET)',
    });
  });

  it('are found in errors of another realm, which are no errors of this one', () => {
    const cause = { message: 'connect ECONNREFUSED ::1:9', code: 'ECONNREFUSED' };

    expect(classifyNetworkFailure({ message: 'fetch failed', cause })).toMatchObject({ neverSent: true });
  });

  it('may be their own attempts', () => {
    const error = new AggregateError([], 'all failed');
    error.errors.push(error);

    expect(classifyNetworkFailure(error)).toMatchObject({ neverSent: false });
  });

  it('are found in the words of Deno', () => {
    const error = new TypeError(
      'error sending request: client error (Connect): dns error: failed to lookup address',
    );

    expect(classifyNetworkFailure(error)).toMatchObject({ neverSent: true, transient: true });
  });

  it('may go round in a circle', () => {
    const error = new Error('outer');
    error.cause = new Error('inner', { cause: error });

    expect(classifyNetworkFailure(error)).toMatchObject({ neverSent: false });
  });
});
