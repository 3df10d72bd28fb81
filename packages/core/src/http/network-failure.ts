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
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  UND_ERR_CONNECT_TIMEOUT: 'connection timed out before it was made',
};

/**
 * The address, the certificate or the handshake is wrong: nothing was sent, and the next try fails the same way.
 * Other TLS codes can also come from the middle of an answer, so they prove nothing.
 */
const neverWorks =
  /INVALID_URL|CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|SSL_WRONG_VERSION|SSL_PACKET_LENGTH|HANDSHAKE_FAILURE|PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/;

/** Deno puts the reason into words only. */
const neverMadeInWords = /connection refused|dns error|failed to lookup address/i;

/**
 * Tells what a rejected `fetch` means for money.
 *
 * @example
 * classifyNetworkFailure(error); // { neverSent: true, transient: true, cause: 'connection refused (ECONNREFUSED)' }
 */
export function classifyNetworkFailure(error: unknown): NetworkFailure {
  const chain = causesOf(error);
  for (const { code, message } of chain) {
    if (code !== undefined && connectionNeverMade[code]) {
      return { neverSent: true, transient: true, cause: `${connectionNeverMade[code]} (${code})` };
    }
    if (code !== undefined && neverWorks.test(code)) {
      const cause = code === 'ERR_INVALID_URL' ? 'the address is no URL' : 'no secure connection';
      return { neverSent: true, transient: false, cause: `${cause} (${code})` };
    }
    if (neverMadeInWords.test(message)) return { neverSent: true, transient: true, cause: message };
  }
  const innermost = chain.at(-1);
  const cause = innermost
    ? (innermost.message.replace(/\.$/, '') || 'no connection') +
      (innermost.code ? ` (${innermost.code})` : '')
    : String(error);
  return { neverSent: false, transient: true, cause };
}

function causesOf(error: unknown): { code: string | undefined; message: string }[] {
  const chain: { code: string | undefined; message: string }[] = [];
  // Bounded, because a cause chain can be circular.
  for (let current = error; current instanceof Error && chain.length < 8; current = current.cause) {
    if (current instanceof AggregateError && current.errors.length > 0)
      chain.push(...causesOf(current.errors[0]));
    const code = 'code' in current && typeof current.code === 'string' ? current.code : undefined;
    chain.push({ code, message: current.message });
  }
  return chain;
}
