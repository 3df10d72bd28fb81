import { UnsupportedFunctionalityError } from '@ai-sdk/provider';

/** Characters of a hash that tell accounts apart. */
const length = 16;

/**
 * Tells one account from another without its key: the beginning of the key's SHA-256 in hex.
 *
 * @throws UnsupportedFunctionalityError in runtimes without Web Crypto
 */
export async function accountOf(apiKey: string): Promise<string> {
  const { crypto } = globalThis;
  if (typeof crypto?.subtle?.digest !== 'function') {
    const message = 'Failed to identify an account: this runtime has no Web Crypto (crypto.subtle).';
    throw new UnsupportedFunctionalityError({ functionality: 'identify', message });
  }
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(apiKey));
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, length);
}
