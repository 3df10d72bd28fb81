import { validateDownloadUrl } from '@ai-sdk/provider-utils';

/** Names that lead into the network of the one who asks (RFC 6761, 8375; usual /etc/hosts). */
const innerNames = /(?:^|\.)(?:localhost|local|internal|localdomain|lan|home\.arpa)$/;

/** 6to4 and Teredo carry an IPv4 address, a private one just as well, and nobody publishes pictures by them. */
const tunnels = /^\[(?:2002:|2001:(?:0:|:))/;

/**
 * Whether a host, as `URL` writes it, is none of the public network although it is no private address in numbers: a name
 * without a dot, such as `metadata` or `ip6-localhost`, is looked up among one's own.
 */
export function isInnerHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.+$/, '');
  if (host.startsWith('[')) return tunnels.test(host);
  return !host.includes('.') || innerNames.test(host);
}

/**
 * Whether only one's own machine or network can open an address, so that a service cannot fetch it.
 *
 * @example
 * isInnerAddress('http://localhost:3000/cat.png'); // true
 */
export function isInnerAddress(url: string): boolean {
  try {
    validateDownloadUrl(url);
  } catch {
    return true;
  }
  return isInnerHost(new URL(url).hostname);
}
