import { sha256 } from '../schema/sha256.ts';

/** Characters of a hash that tell accounts apart. */
const length = 16;

/** Accounts that are remembered, by their keys: several parts of one call ask, and a hash takes longer than all else of it. */
const mostKnown = 100;
const known = new Map<string, string>();

/**
 * Tells one account from another without its key: the beginning of the key's SHA-256 in hex.
 *
 * @throws UnsupportedFunctionalityError in runtimes without Web Crypto
 */
export async function accountOf(apiKey: string): Promise<string> {
  const account = known.get(apiKey) ?? (await sha256(apiKey, 'identify an account')).slice(0, length);
  if (known.size >= mostKnown) known.clear();
  known.set(apiKey, account);
  return account;
}
