import { UnsupportedFunctionalityError } from '@ai-sdk/provider';

/** More bytes are handed to another thread, which takes 20 times as long as the hash of a text or of a small picture. */
const mostAtOnce = 65_536;

/**
 * The SHA-256 of a text or of bytes, as 64 characters of hex.
 *
 * @param what - what is done with it, for the error, e.g. `identify an account`
 * @throws UnsupportedFunctionalityError in runtimes without Web Crypto
 */
export async function sha256(data: string | Uint8Array, what: string): Promise<string> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  // Web Crypto has only what is handed over. Not imported, as it is not there in every runtime.
  const node = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (node && bytes.byteLength <= mostAtOnce) return hashAtOnce(node, bytes);
  const { crypto } = globalThis;
  if (typeof crypto?.subtle?.digest !== 'function') {
    const message = `Failed to ${what}: this runtime has no Web Crypto (crypto.subtle).`;
    throw new UnsupportedFunctionalityError({ functionality: what, message });
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', toOwned(bytes)));
  return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
}

/** In one go where Node.js can: an object for a hash costs as much as the hash, and once more when it is collected. */
function hashAtOnce(node: typeof import('node:crypto'), bytes: Uint8Array): string {
  return typeof node.hash === 'function'
    ? node.hash('sha256', bytes, 'hex')
    : node.createHash('sha256').update(bytes).digest('hex');
}

/** What may be shared between threads, Web Crypto refuses; of all else no copy is needed. */
function toOwned(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = data;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(data);
}
