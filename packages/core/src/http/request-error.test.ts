import { inspect } from 'node:util';
import { APICallError, type AISDKError } from '@ai-sdk/provider';
import { describe, expect, it, vi } from 'vitest';
import { errorOf } from '../test/catch.ts';
import { request } from '../test/request.ts';
import { breakOff, closedAddress, json, startServer } from '../test/server.ts';
import { passTime, stopClock, until } from '../test/time.ts';
import { apiCallErrorArguments } from './api-error.ts';
import type { JsonRequest } from './exchange.ts';
import type { Failure, RequestKind } from './failure.ts';
import { requestJson } from './request.ts';

/** The error of a request that is answered with a status and a body. */
async function errorFor(
  status: number,
  body: unknown,
  changes: Partial<JsonRequest<string>> = {},
  headers: Record<string, string> = {},
): Promise<Error> {
  stopClock();
  const { url } = await startServer(response =>
    typeof body === 'string'
      ? response.writeHead(status, headers).end(body)
      : json(response, status, body, headers),
  );
  return errorOf(passTime(requestJson(request(url, changes))));
}

/** Understands nothing, and says what it was given. */
function quoteAll(answer: unknown): string {
  throw new RangeError(`odd: ${JSON.stringify(answer)}`);
}

function refuseAll(): never {
  throw new TypeError('it has no list of images');
}

describe('the message of a failed request', () => {
  it.each<[kind: RequestKind, status: number, body: unknown, message: string]>([
    [
      'once',
      400,
      { code: 'invalid-argument', error: 'Bad prompt.' },
      'Failed to make an image: Bad prompt (HTTP 400, invalid-argument). The request was refused, so nothing was generated. Correct it before you send it again.',
    ],
    [
      'once',
      401,
      { error: { message: 'Wrong key', code: 401 } },
      'Failed to make an image: Wrong key (HTTP 401). The request was refused, so nothing was generated. Check the API key and what its account may use.',
    ],
    [
      'once',
      429,
      { error: 'Too many requests' },
      'Failed to make an image: Too many requests (HTTP 429). The request was not started, so nothing was billed. Wait, then send it again.',
    ],
    [
      'once',
      502,
      '<html>Bad gateway</html>',
      'Failed to make an image: HTTP 502. The request may have been carried out and billed. Check your bill first.',
    ],
    [
      'once',
      200,
      '<html>Welcome</html>',
      'Failed to make an image: the answer (HTTP 200) could not be understood: it is a page for browsers, no JSON. Something between here and the service says so. The request may have been carried out and billed. Check your bill first.',
    ],
    [
      'once',
      200,
      '',
      'Failed to make an image: the answer (HTTP 200) could not be understood: it has no value. The request may have been carried out and billed. Check your bill first.',
    ],
    [
      'once',
      307,
      '',
      'Failed to make an image: the service redirects to another address (HTTP 307), which is not followed with a key. The request may have been carried out and billed. Check your bill first. Check baseURL, too: the service may have moved.',
    ],
    [
      'once',
      403,
      '<html>Checking your browser</html>',
      'Failed to make an image: HTTP 403. Something between here and the service says so. The request may have been carried out and billed. Check your bill first.',
    ],
    ['read', 404, { error: 'Gone' }, 'Failed to make an image: Gone (HTTP 404). Check your bill first.'],
    ['read', 429, { error: 'Slow' }, 'Failed to make an image: Slow (HTTP 429). Check your bill first.'],
    ['read', 500, { error: 'Odd' }, 'Failed to make an image: Odd (HTTP 500). Check your bill first.'],
    [
      'read',
      403,
      '<html><title>Just a moment...</title></html>',
      'Failed to make an image: Just a moment.. (HTTP 403). Check your bill first.',
    ],
    [
      'once',
      200,
      { error: { message: 'Insufficient balance.', code: 'x' } },
      'Failed to make an image: the answer (HTTP 200) could not be understood: it has no value (it says: Insufficient balance). The request may have been carried out and billed. Check your bill first.',
    ],
    [
      'read',
      401,
      { error: 'Key expired' },
      'Failed to make an image: Key expired (HTTP 401). Check the API key. Check your bill first.',
    ],
  ])('of a %s request with HTTP %i says what it means for money', async (kind, status, body, message) => {
    expect((await errorFor(status, body, { kind })).message).toBe(message);
  });

  it.each([
    [500, 'It may be gone. Check your bill first.'],
    [429, 'The request was not started. Wait, then send it again.'],
    [400, 'The request was refused. Correct it before you send it again.'],
  ])('says nothing of money where none is at stake: HTTP %i', async (status, advice) => {
    const error = await errorFor(status, { error: 'No' }, { unpaid: 'It may be gone.' });

    expect(error.message).toContain(`). ${advice}`);
    expect(error.message).not.toMatch(/billed|generated/);
  });

  it('says that nothing was billed when nothing was sent', async () => {
    const address = await closedAddress();

    const error = await errorOf(requestJson(request(`${address}/v1`)));

    expect(error.message).toBe(
      `Failed to make an image: connection refused (ECONNREFUSED). Nothing was sent, so nothing was billed. Check the network and the address ${address}.`,
    );
  });

  it('says that an answer broke off, which leaves the outcome open', async () => {
    const { url } = await startServer(response => breakOff(response, '{"value":'));

    const error = await errorOf(requestJson(request(url)));

    expect(error).toMatchObject({ statusCode: 200, isRetryable: false });
    expect(error.message).toMatch(
      /^Failed to make an image: the answer broke off \(.+\)\. The request may have been carried out and billed\./,
    );
  });

  it('leaves the outcome open even when the answer breaks off with a failure that else means never sent', async () => {
    const body = new ReadableStream({
      pull() {
        throw Object.assign(new Error('bad certificate'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
      },
    });

    const error = await errorOf(
      requestJson(request('https://api.test', { fetch: async () => new Response(body) })),
    );

    expect(error).toMatchObject({
      isRetryable: false,
      message: expect.stringContaining('may have been carried out'),
    });
  });

  it('says what its reader says of an answer', async () => {
    const error = await errorFor(200, { data: 7 }, { parse: refuseAll });

    expect(error.message).toContain('could not be understood: it has no list of images.');
  });

  it('refuses an answer that is larger than anything a service sends', async () => {
    const { url } = await startServer(response => {
      response.writeHead(200, { 'content-length': String(300 * 1024 * 1024) });
      response.write('{');
    });

    const error = await errorOf(requestJson(request(url)));

    expect(error.message).toContain('exceeded maximum size of 268435456 bytes');
    expect(error).toMatchObject({ isRetryable: false });
  });
});

describe('what a failed request carries', () => {
  it('is what AI SDK needs to wait the right time, in lower case and seconds', async () => {
    const error = await errorFor(429, {}, {}, { 'Retry-After-Ms': '1200', 'X-Request-Id': '7' });

    expect(error).toMatchObject({
      name: 'AI_APICallError',
      statusCode: 429,
      responseHeaders: { 'retry-after': '2', 'x-request-id': '7' },
    });
  });

  it('is the parsed body, and at most 4096 characters of its text', async () => {
    const error = await errorFor(400, {
      error: 'Bad',
      details: Array.from({ length: 999 }, () => 'A detail'),
    });

    expect(error).toMatchObject({ data: { error: 'Bad' } });
    const { length } = (APICallError.isInstance(error) && error.responseBody) || '';
    expect(length).toBeGreaterThan(2000);
    expect(length).toBeLessThanOrEqual(4096);
  });

  it('is its body with images named by their length', async () => {
    const image = `data:image/png;base64,${'A'.repeat(1000)}`;
    const body = {
      prompt: 'data: bars, lines',
      images: [{ url: image }, { url: 'https://example.com/a.png' }],
      n: 2,
    };

    const error = await errorFor(400, {}, { body });

    expect(error).toMatchObject({
      requestBodyValues: {
        prompt: 'data: bars, lines',
        images: [{ url: 'data:image/png;base64, 1022 characters' }, { url: 'https://example.com/a.png' }],
        n: 2,
      },
    });
  });

  it.each([
    ['a refusal', 400, '{"error":"Key secret-key-123 is unknown"}'],
    ['plain text', 500, 'no quota for secret-key-123'],
    ['an answer that is no JSON', 200, 'secret-key-123 is not a key'],
    ['an answer without what is needed', 200, '{"key":"secret-key-123"}'],
  ])('never is the key, which %s may echo', async (_, status, body) => {
    const error = await errorFor(status, body, { parse: quoteAll }, { 'x-echo': 'Bearer secret-key-123' });

    expect(error).toMatchObject({
      responseBody: expect.stringContaining('[key]'),
      responseHeaders: { 'x-echo': 'Bearer [key]' },
    });
    expect(error.message).not.toContain('secret-key-123');
    expect(inspect(Object.assign(error, { cause: undefined }), { depth: 9 })).not.toContain('secret-key-123');
  });

  it('is no parser error that quotes the answer', async () => {
    expect(String((await errorFor(200, 'secret-key-123')).cause)).toBe('SyntaxError: it is not JSON');
  });

  it('pollutes nothing, whatever keys an answer has', async () => {
    const error = await errorFor(
      400,
      '{"__proto__":{"isRetryable":true},"constructor":{"prototype":{"x":1}}}',
    );

    expect(error).toMatchObject({ isRetryable: false });
    expect(Reflect.get({}, 'isRetryable')).toBeUndefined();
    expect(Reflect.get({}, 'x')).toBeUndefined();
  });
});

describe('a backend that explains a failure', () => {
  it('sees what it means and decides the error', async () => {
    const seen: Failure[] = [];
    const explain = (failure: Failure): AISDKError => {
      seen.push(failure);
      return new APICallError({ ...apiCallErrorArguments(failure), message: 'Refused by policy.' });
    };

    const error = await errorFor(400, { code: 'moderated', error: 'No cats' }, { explain });

    expect(error).toMatchObject({ message: 'Refused by policy.', statusCode: 400, isRetryable: false });
    expect(seen).toMatchObject([
      {
        kind: 'once',
        status: 400,
        outcome: 'refused',
        isRetryable: false,
        body: { code: 'moderated', message: 'No cats' },
      },
    ]);
  });

  it('may leave it at the plain error', async () => {
    const error = await errorFor(404, { error: 'No such model' }, { explain: () => undefined });

    expect(error).toMatchObject({ name: 'AI_APICallError', statusCode: 404 });
  });
});

describe('a service that stays silent', () => {
  it('counts as lost when the patience is over, and may have been at work', async () => {
    const { url } = await startServer(() => {});

    const error = await errorOf(requestJson(request(url, { patienceMs: 20 })));

    expect(error).toMatchObject({ isRetryable: false, statusCode: undefined });
    expect(error.message).toBe(
      'Failed to make an image: no whole answer within 20 ms. The request may have been carried out and billed. Check your bill first.',
    );
  });

  it('is asked again where that is safe, and leaves no timer behind', async () => {
    stopClock();
    const { url, received } = await startServer((response, _, index) => {
      if (index > 0) json(response, 200, { value: 'late' });
    });

    const { value } = await passTime(requestJson(request(url, { kind: 'read', patienceMs: 5000 })));

    expect(value).toBe('late');
    expect(received).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('an aborted request', () => {
  const reason = new RangeError('changed my mind');

  it('is not sent when it was aborted before', async () => {
    const { url, received } = await startServer(response => json(response, 200, { value: 'cat' }));

    await expect(requestJson(request(url, { abortSignal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    expect(received).toEqual([]);
  });

  it('rejects with the reason of the caller while the service is at work', async () => {
    const controller = new AbortController();
    const { url, received } = await startServer(() => controller.abort(reason));

    await expect(requestJson(request(url, { abortSignal: controller.signal }))).rejects.toBe(reason);
    expect(received).toHaveLength(1);
  });

  it('rejects with the reason of the caller while the answer arrives', async () => {
    const controller = new AbortController();
    const { url } = await startServer(response => {
      response.writeHead(200);
      response.write('{"value":', () => setImmediate(() => controller.abort(reason)));
    });

    await expect(requestJson(request(url, { abortSignal: controller.signal }))).rejects.toBe(reason);
  });

  it('rejects at once while it waits to be repeated, and is sent no more', async () => {
    stopClock();
    const controller = new AbortController();
    const { url, received } = await startServer(response => json(response, 500, {}, { 'retry-after': '20' }));

    const failing = errorOf(requestJson(request(url, { kind: 'read', abortSignal: controller.signal })));
    await until(() => received.length === 1);
    await new Promise(resolve => setImmediate(resolve));
    controller.abort(reason);

    expect(await failing).toBe(reason);
    expect(Date.now()).toBe(0);
    expect(received).toHaveLength(1);
  });
});
