import { sha256 } from '../schema/sha256.ts';

/** Characters of a hash that tell accounts apart. */
const length = 16;

/**
 * Tells one account from another without its key: the beginning of the key's SHA-256 in hex.
 *
 * @throws UnsupportedFunctionalityError in runtimes without Web Crypto
 */
export async function accountOf(apiKey: string): Promise<string> {
  const hash = await sha256(apiKey, 'identify an account');
  return hash.slice(0, length);
}
