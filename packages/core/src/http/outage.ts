import { APICallError } from '@ai-sdk/provider';

/** How long looks at something that is paid may fail, one after the other. */
export interface OutageLimits {
  /** Looks in a row that may be answered with a no (3xx, 4xx), which something in between may have said. */
  readonly mostRefusals: number;
  /** Milliseconds that failures which pass by themselves may last; the deadline by default. */
  readonly longestMs?: number | undefined;
}

/** Failed looks in a row. */
export interface Outage {
  /** The last failure; `undefined` while all is well. */
  readonly failure: APICallError | undefined;
  /** Notes a failure and says whether it is worth another look; a key that is refused never is. */
  survives(error: unknown): boolean;
  /** Notes a look that brought something. */
  end(): void;
}

/**
 * Counts failed looks at a job or a batch: what is paid is not given up because one look met a proxy or a dead line.
 *
 * @example
 * const outage = createOutage({ mostRefusals: 2 });
 * if (!outage.survives(error)) throw error;
 */
export function createOutage({ mostRefusals, longestMs = Number.POSITIVE_INFINITY }: OutageLimits): Outage {
  let since = 0;
  let refusals = 0;
  // Without an accessor, which would keep the failure long after the call.
  const outage: Outage & { failure: APICallError | undefined } = {
    failure: undefined,
    survives(error) {
      if (!APICallError.isInstance(error) || isKeyRefused(error)) return false;
      if (outage.failure === undefined) since = performance.now();
      outage.failure = error;
      if (isRefusal(error.statusCode)) refusals += 1;
      return refusals <= mostRefusals && performance.now() - since < longestMs;
    },
    end() {
      outage.failure = undefined;
      refusals = 0;
    },
  };
  return outage;
}

/** A page for browsers is that of a proxy, which wants a login of its own. */
function isKeyRefused({ statusCode, responseBody = '' }: APICallError): boolean {
  return statusCode === 401 && !responseBody.trimStart().startsWith('<');
}

/** What will hardly be answered otherwise: not a lost answer, one that cannot be read, or a service that is busy. */
function isRefusal(status = 500): boolean {
  return status >= 300 && status < 500 && status !== 408 && status !== 429;
}
