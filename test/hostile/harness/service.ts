import { pictureBytes } from '../../contract/harness/pictures.ts';

/** One answer of a service that cannot be trusted. */
export interface HostileAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request that a provider sent. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
  /** What it was answered with; `undefined` for images. */
  readonly answer: HostileAnswer | undefined;
}

/** A service in this process that answers as it is told. */
export interface HostileService {
  readonly fetch: typeof globalThis.fetch;
  readonly sent: readonly Sent[];
}

export const imageHost = 'https://images.test';
const jpeg = new Blob([new Uint8Array(pictureBytes('image/jpeg'))]);

/**
 * Makes a service. What is asked of `https://images.test` is a picture; of any other host than the API, 404.
 *
 * @param answers - for the requests to the API in their order, the last one for all that follow
 */
export function hostileService(apiOrigin: string, answers: readonly HostileAnswer[]): HostileService {
  const sent: Sent[] = [];
  let next = 0;
  return {
    sent,
    async fetch(input, init) {
      const url = input instanceof Request ? input.url : String(input);
      const { method = 'GET', headers, body: sentBody, signal } = init ?? {};
      signal?.throwIfAborted();
      const { origin } = new URL(url);
      const answer = origin === apiOrigin ? answers[Math.min(next++, answers.length - 1)] : undefined;
      sent.push({ method, url, headers: new Headers(headers), body: sentBody, answer });
      if (origin === imageHost) return new Response(jpeg);
      if (answer === undefined) return new Response(null, { status: 404 });
      const { status, body } = answer;
      // The constructor of a response refuses a body where there can be none.
      return new Response([204, 205, 304].includes(status) ? null : body, {
        status,
        headers: answer.headers,
      });
    },
  };
}
