import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { errorOf } from '../test/catch.ts';
import { request } from '../test/request.ts';
import type { RequestKind } from './failure.ts';
import { requestJson } from './request.ts';

/** The body that goes out, and its text and type on the wire. */
async function bodyOf(kind: RequestKind) {
  const received: { body: unknown; text: string; type: string | null }[] = [];
  const fetch = async (url: string | URL | Request, init?: RequestInit) => {
    const sent = new Request(url, init);
    received.push({ body: init?.body, text: await sent.text(), type: sent.headers.get('content-type') });
    return Response.json({ value: 'done' });
  };
  await requestJson(request('https://api.test/v1', { kind, fetch }));
  return received[0];
}

function runInDeno(): void {
  vi.stubGlobal('Deno', {});
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
}

const text = '{"prompt":"A cat"}';

describe('the body of a request', () => {
  it('is text', async () => {
    expect(await bodyOf('once')).toEqual({ body: text, text, type: 'application/json' });
  });

  it('is in Deno one that Deno does not send again by itself, where it may be billed', async () => {
    runInDeno();
    const sent = await bodyOf('once');

    expect(sent?.body).toBeInstanceOf(Blob);
    expect(sent).toMatchObject({ text, type: 'application/json' });
  });

  it('is text in Deno, too, where repeating is safe', async () => {
    runInDeno();

    expect(await bodyOf('repeatable')).toMatchObject({ body: text });
  });
});

describe('a request that cannot be written', () => {
  it('is never sent, and says so', async () => {
    const sent: unknown[] = [];
    const fetch = async (url: unknown) => {
      sent.push(url);
      return Response.json({ value: 'done' });
    };

    const error = await errorOf(
      requestJson(request('https://api.test/v1', { kind: 'repeatable', fetch, body: { seed: 1n } })),
    );

    expect(sent).toEqual([]);
    expect(error).toMatchObject({ isRetryable: false });
    expect(error.message).toMatch(
      /^Failed to make an image: it could not be written \(.*BigInt.*\)\. Nothing was sent, so nothing was billed\./,
    );
  });
});
