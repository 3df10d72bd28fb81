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
