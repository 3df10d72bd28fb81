import { createRandom, hash, uuid } from '../world/random.ts';
import type { XaiProfile } from './profile.ts';

/** Who a request belongs to. */
export interface Account {
  readonly apiKey: string;
  /** The team's id, always the same for a key. */
  readonly team: string;
}

/** Reads the key. Any key with the service's prefix is an account of its own, unless it contains `invalid`. */
export function authenticate(
  authorization: string | undefined,
  { keyPrefix, errors }: Pick<XaiProfile, 'keyPrefix' | 'errors'>,
): Account {
  const apiKey = /^Bearer\s+(\S.*)$/i.exec(authorization ?? '')?.[1]?.trim();
  if (apiKey === undefined) throw errors.missingKey();
  if (!apiKey.startsWith(keyPrefix) || apiKey.includes('invalid')) throw errors.wrongKey(apiKey);
  return { apiKey, team: uuid(createRandom(hash(apiKey))) };
}
