/** Why a request got no answer, and whether it can have reached the service at all. */
export interface NetworkFailure {
  /** Whether it is certain that the service never saw the request. */
  readonly neverSent: boolean;
  /** Whether the same request is worth another try, where repeating is safe. */
  readonly transient: boolean;
  /** A few words for the error message, e.g. `connection refused (ECONNREFUSED)`. */
  readonly cause: string;
}

/** Codes of Node, Bun and Deno that stand for a connection that was never made. */
const connectionNeverMade: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ConnectionRefused: 'connection refused',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'host name lookup failed',
  UND_ERR_CONNECT_TIMEOUT: 'connection timed out before it was made',
};

/** Codes that stand for it while connecting only: a route is lost in the middle of an answer just as well. */
const neverMadeWhileConnecting: Readonly<Record<string, string>> = {
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connection timed out before it was made',
};

/**
 * The address, the certificate or the handshake is wrong: nothing was sent, and the next try fails the same way.
 * Other TLS codes can also come from the middle of an answer, so they prove nothing.
 */
const neverWorks =
  /INVALID_URL|CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|SSL_WRONG_VERSION|SSL_PACKET_LENGTH|HANDSHAKE_FAILURE|PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/;

/** Deno puts the reason into words only; it names the step that failed. */
const neverMadeInWords = /connection refused|client error \(Connect\)|dns error|failed to lookup address/i;

/** A proxy that makes no tunnel to the service (undici 5 to 7, as Node.js has it). */
const noTunnel = /^Proxy response \((\d{3})\) !== 200 when HTTP Tunneling/;

/** What `fetch` rejects with when it does not like its own arguments (undici 5 to 7, browsers). */
const badArguments =
  /^(?:RequestInit|Request constructor|Dictionary|Headers\.\w+): |^Request (?:with GET|cannot be constructed)|^Failed to (?:execute 'fetch'|construct 'Request')|valid HTTP method\.$|HTTP method is unsupported\.$|^unknown scheme$|^bad port$|\.dispatch is not a function$/;

/**
 * Tells what a rejected `fetch` means for money.
 *
 * @example
 * classifyNetworkFailure(error); // { neverSent: true, transient: true, cause: 'connection refused (ECONNREFUSED)' }
 */
export function classifyNetworkFailure(error: unknown): NetworkFailure {
  return classify(error, mostNested);
}

/** How deep attempts within attempts are looked at: they can be a circle, as causes can. */
const mostNested = 3;

function classify(error: unknown, nested: number): NetworkFailure {
  const chain = causesOf(error);
  for (const link of chain) {
    const failure =
      link.attempts.length > 0 && nested > 0
        ? ofAttempts(link.attempts.map(attempt => classify(attempt, nested - 1)))
        : neverSentIn(link);
    if (failure) return failure;
  }
  const innermost = chain.at(-1);
  const cause = innermost ? withCode(innermost.message.replace(/\.$/, ''), innermost.code) : String(error);
  return { neverSent: false, transient: true, cause };
}

/** One error of a chain of causes. */
interface Link {
  readonly message: string;
  readonly code: string | undefined;
  readonly syscall: unknown;
  /** The attempts that it stands for, e.g. one for each address of a host. */
  readonly attempts: readonly unknown[];
}

/** One attempt that may have been sent is enough for the others to prove nothing. */
function ofAttempts(failures: readonly NetworkFailure[]): NetworkFailure | undefined {
  return failures.find(({ neverSent }) => !neverSent) ?? failures[0];
}

/** What proves that nothing was sent, `undefined` where nothing does. */
function neverSentIn({ message, code, syscall }: Link): NetworkFailure | undefined {
  const [, proxyStatus] = noTunnel.exec(message) ?? [];
  if (proxyStatus !== undefined) {
    const cause = `the proxy made no connection to the service (HTTP ${proxyStatus})`;
    return { neverSent: true, transient: Number(proxyStatus) >= 500, cause };
  }
  if (badArguments.test(message) && code === undefined) {
    const why =
      message === 'bad port' ? 'bad port: browsers and Node.js keep it for another protocol' : message;
    return { neverSent: true, transient: false, cause: `fetch did not take the request (${why})` };
  }
  if (code !== undefined && neverWorks.test(code)) {
    const cause = code === 'ERR_INVALID_URL' ? 'the address is no URL' : 'no secure connection';
    return { neverSent: true, transient: false, cause: withCode(cause, code) };
  }
  const words = connectionNeverMade[code ?? ''];
  if (words !== undefined) return { neverSent: true, transient: true, cause: withCode(words, code) };
  if (syscall === 'connect') {
    const cause = withCode(neverMadeWhileConnecting[code ?? ''] ?? message, code);
    return { neverSent: true, transient: true, cause };
  }
  return neverMadeInWords.test(message) ? { neverSent: true, transient: true, cause: message } : undefined;
}

function causesOf(error: unknown): Link[] {
  const chain: Link[] = [];
  // Bounded, because a cause chain can be circular.
  for (
    let current = error;
    isErrorLike(current) && chain.length < 8;
    current = Reflect.get(current, 'cause')
  ) {
    const { code, syscall, errors } = current;
    chain.push({
      message: current.message,
      code: typeof code === 'string' ? code : undefined,
      syscall,
      attempts: Array.isArray(errors) ? errors : [],
    });
  }
  return chain;
}

/** By its shape: an error of another realm, as in jest, is no `Error` of this one. */
function isErrorLike(
  value: unknown,
): value is { message: string; code?: unknown; syscall?: unknown; errors?: unknown } {
  return (
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
  );
}

function withCode(words: string, code: string | undefined): string {
  return (words || 'no connection') + (code === undefined ? '' : ` (${code})`);
}
