import type { ClaimRecord, Ledger } from '../ledger.ts';
import { createSteadyClock } from './steady-clock.ts';

/** How often what has lapsed is looked for, in milliseconds, as nobody may ask for its key again. */
const sweepMs = 60_000;

interface Claim {
  readonly record: ClaimRecord;
  readonly token: string;
  readonly lapsesAt: number;
  readonly touchedAt: number;
}

/** The part of a ledger that keeps keys. */
export interface Claims extends Pick<Ledger, 'claim' | 'advance' | 'renewClaim' | 'drop' | 'lookUp'> {
  forget(what: { readonly prefix: string; readonly before: number }): number;
}

export function createClaims(): Claims {
  const now = createSteadyClock();
  const claims = new Map<string, Claim>();
  let sweptAt = 0;

  /** What stands under a key by now. */
  function read(key: string): Claim | undefined {
    const claim = claims.get(key);
    if (claim === undefined || now() < claim.lapsesAt) return claim;
    if (claim.record.state === 'sent') {
      const unknown: Claim = {
        ...claim,
        record: { ...claim.record, state: 'unknown' },
        lapsesAt: Number.POSITIVE_INFINITY,
      };
      claims.set(key, unknown);
      return unknown;
    }
    claims.delete(key);
    return undefined;
  }

  function own(key: string, token: string): Claim | undefined {
    const claim = read(key);
    return claim?.token === token ? claim : undefined;
  }

  function write(key: string, token: string, record: ClaimRecord, forMs: number): void {
    claims.set(key, { token, record, lapsesAt: now() + forMs, touchedAt: now() });
  }

  return {
    async claim({ key, hash, token, leaseMs }) {
      if (now() - sweptAt >= sweepMs) {
        sweptAt = now();
        for (const other of claims.keys()) read(other);
      }
      const before = read(key);
      const isOurs = before === undefined || (before.token === token && before.record.state === 'running');
      if (!isOurs) return { isOurs, record: before.record };
      write(key, token, { state: 'running', hash, note: undefined }, leaseMs);
      return { isOurs };
    },
    async advance({ key, token, nextToken = token, state, note, forMs }) {
      const record = own(key, token)?.record;
      if (record === undefined || (record.state === 'done' && state === 'sent')) return false;
      write(key, nextToken, { hash: record.hash, state, note }, forMs);
      return true;
    },
    async renewClaim({ key, token, leaseMs }) {
      const record = own(key, token)?.record;
      if (record?.state !== 'running' && record?.state !== 'sent') return false;
      write(key, token, record, leaseMs);
      return true;
    },
    async drop({ key, token }) {
      const claim = own(key, token);
      if (claim !== undefined && claim.record.state !== 'done') claims.delete(key);
    },
    async lookUp(key) {
      return read(key)?.record;
    },
    forget({ prefix, before }) {
      const old = [...claims].filter(([key, { touchedAt }]) => key.startsWith(prefix) && touchedAt < before);
      for (const [key] of old) claims.delete(key);
      return old.length;
    },
  };
}
