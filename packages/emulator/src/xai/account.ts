import { createRandom, hash, uuid } from '../random.ts';
import { Refusal } from './errors.ts';

/** Who a request belongs to. */
export interface Account {
  readonly apiKey: string;
  /** The team's id, always the same for a key. */
  readonly team: string;
}

/**
 * Reads the key. Any key with the service's prefix is an account of its own, unless it contains `invalid`.
 * A wrong key is answered 400, not 401 (measured against api.x.ai, 2026-09-12).
 */
export function authenticate(authorization: string | undefined, keyPrefix: string): Account {
  const apiKey = /^Bearer\s+(\S.*)$/i.exec(authorization ?? '')?.[1]?.trim();
  if (apiKey === undefined) {
    throw new Refusal(401, { code: 'unauthenticated:no-credentials', error: 'No credentials presented.' });
  }
  if (!apiKey.startsWith(keyPrefix) || apiKey.includes('invalid')) {
    const shown = `${apiKey.slice(0, 2)}***${apiKey.slice(-2)}`;
    throw new Refusal(400, {
      code: 'invalid-argument',
      error: `Incorrect API key provided: ${shown}. You can obtain an API key from https://console.x.ai.`,
    });
  }
  return { apiKey, team: uuid(createRandom(hash(apiKey))) };
}
