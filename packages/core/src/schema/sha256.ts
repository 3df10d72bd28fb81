import { UnsupportedFunctionalityError } from '@ai-sdk/provider';

/**
 * The SHA-256 of a text or of bytes, as 64 characters of hex.
 *
 * @param what - what is done with it, for the error, e.g. `identify an account`
 * @throws UnsupportedFunctionalityError in runtimes without Web Crypto
 */
export async function sha256(data: string | Uint8Array, what: string): Promise<string> {
  const { crypto } = globalThis;
  if (typeof crypto?.subtle?.digest !== 'function') {
    const message = `Failed to ${what}: this runtime has no Web Crypto (crypto.subtle).`;
    throw new UnsupportedFunctionalityError({ functionality: what, message });
  }
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : toOwned(data);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
}

/** What may be shared between threads, Web Crypto refuses; of all else no copy is needed. */
function toOwned(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = data;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(data);
}
