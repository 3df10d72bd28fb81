/**
 * What an account, i.e. a budget of a tenant in a period, has to say. All amounts are whole numbers: ticks of 1e-10 USD,
 * thousandths of a Buzz, or images.
 */
export interface Standing {
  /** Settled: it was billed. */
  readonly spent: number;
  /** Held for calls that run. */
  readonly reserved: number;
  /** Of calls that were sent and whose process is gone: it may have been billed, and counts as spent. */
  readonly unsettled: number;
}

/** A part of a reservation. */
export interface ReservedAmount {
  readonly account: string;
  readonly amount: number;
  /** What spent, reserved and unsettled together may come to, this amount among it. */
  readonly limit: number;
}

/** An amount that is held until its call has ended. */
export interface Reservation {
  readonly id: string;
  /** All of them are held, or none. */
  readonly amounts: readonly ReservedAmount[];
  /** Milliseconds until it expires, unless it is renewed. */
  readonly ttlMs: number;
  /** What becomes of it when it expires after it was sent. One that was not sent frees itself. */
  readonly lost: 'unsettled' | 'free';
  /** Names of switches: where one of them is thrown, nothing is held. */
  readonly switches?: readonly string[] | undefined;
}

/** Whether a reservation was made, or by which account it was not. */
export type ReserveAnswer =
  | { readonly isReserved: true }
  | {
      readonly isReserved: false;
      /** `undefined` for an id that was made void, and where a switch was thrown. */
      readonly account: string | undefined;
      readonly standing: Standing;
      readonly thrown?: ThrownSwitch | undefined;
    };

/** A switch that stops calls. */
export interface ThrownSwitch {
  readonly name: string;
  /** What was said when it was thrown. */
  readonly reason: string;
}

/** A sum that nobody settled. */
export interface UnsettledSum {
  readonly id: string;
  readonly amount: number;
  /** When it expired, or was last sent after that, in milliseconds since 1970. */
  readonly since: number;
}

/** A call that was sent and that nobody settled, on all of its accounts. */
export interface LostReservation extends Omit<UnsettledSum, 'amount'> {
  readonly amounts: readonly Omit<ReservedAmount, 'limit'>[];
  /** As it was marked as sent. */
  readonly note: string | undefined;
}

/** How far a call under a key is. */
export interface ClaimRecord {
  /**
   * `running`: nothing was sent yet; `sent`: it may be billed; `unknown`: it was sent and its process is gone; `done`: its
   * result is kept.
   */
  readonly state: 'running' | 'sent' | 'unknown' | 'done';
  /** Of the request, as it was claimed. */
  readonly hash: string;
  /** JSON that was noted with the last step. */
  readonly note: string | undefined;
}

/** A key that is claimed. */
export interface ClaimRequest {
  readonly key: string;
  readonly hash: string;
  /** Of this very call: only its holder goes on with the claim. */
  readonly token: string;
  /** Milliseconds until the claim lapses, unless it is renewed. */
  readonly leaseMs: number;
}

/** Whether the claim is ours, or what another one has left under its key. */
export type ClaimAnswer =
  | { readonly isOurs: true }
  | { readonly isOurs: false; readonly record: ClaimRecord };

/** The next step of a claim. */
export interface ClaimStep {
  readonly key: string;
  readonly token: string;
  readonly state: 'sent' | 'done';
  readonly note?: string | undefined;
  /** Whose the claim is from now on, where another call goes on with it. */
  readonly nextToken?: string | undefined;
  /** Milliseconds until it lapses: from `sent` to `unknown`, or from `done` to nothing. */
  readonly forMs: number;
}

/**
 * The book of what is paid: money held and spent, and the keys under which calls are made once. Every method is atomic over
 * all processes that share the store, by the clock of the store. Nothing of it expires by itself but as it says; of an id that is settled or void it knows so for 30 days.
 */
export interface Ledger {
  /** Holds amounts for a call. The same id again holds nothing more, and is answered as the first time. */
  reserve(reservation: Reservation): Promise<ReserveAnswer>;
  /**
   * Marks right before the request goes that it may be billed from now on; `false` where it had expired or is void.
   *
   * @param token - of this very call, as others may send the same under the same id
   * @param note - what is to be known of it when nobody settles it
   */
  markSent(id: string, token: string, ttlMs: number, note?: string): Promise<boolean>;
  /** Holds it for longer; `false` where it had expired. */
  renew(id: string, ttlMs: number): Promise<boolean>;
  /** Puts what was really billed in the place of what was held, also after it has expired, and once. */
  settle(id: string, amounts: Readonly<Record<string, number>>): Promise<void>;
  /** Frees it: certainly nothing was billed of what this call has sent. It stays held for what others have sent under its id. */
  release(id: string, token: string): Promise<void>;
  /** Makes sure that an id never holds anything, whichever of the two comes first. */
  void(id: string): Promise<void>;
  /**
   * Frees an unsettled sum, by the word of somebody who looked it up; `false` where there is none.
   *
   * @param since - of the sum that was looked up: of one that was sent again meanwhile nothing is freed
   */
  free(id: string, since?: number): Promise<boolean>;
  standing(account: string): Promise<Standing>;
  unsettled(account: string): Promise<readonly UnsettledSum[]>;
  /** Calls that nobody settled, whose ids begin so and that expired at this time or later, the oldest first. */
  lost(what: { readonly prefix: string; readonly since: number }): Promise<readonly LostReservation[]>;
  /** Throws a switch: what names it is not reserved any more, by any process. Again only changes the reason. */
  stop(thrown: ThrownSwitch): Promise<void>;
  /** Puts a switch back; `false` where it was not thrown. */
  resume(name: string): Promise<boolean>;
  /** Switches that are thrown, whose names begin so. */
  stopped(prefix: string): Promise<readonly ThrownSwitch[]>;
  /** Claims a key that is new, or whose claim has lapsed before anything was sent. */
  claim(request: ClaimRequest): Promise<ClaimAnswer>;
  /** Goes on with a claim; `false` where it is not the token's any more. A late `done` of its holder wins over `unknown`. */
  advance(step: ClaimStep): Promise<boolean>;
  /** Keeps a claim from lapsing; `false` where it is not the token's any more. */
  renewClaim(request: Pick<ClaimRequest, 'key' | 'token' | 'leaseMs'>): Promise<boolean>;
  /** Gives a key back: certainly nothing was started under it. */
  drop(request: Pick<ClaimRequest, 'key' | 'token'>): Promise<void>;
  /** What stands under a key. */
  lookUp(key: string): Promise<ClaimRecord | undefined>;
  /** Deletes accounts, reservations and keys whose name begins so and that were last touched before, and says how many. */
  forget(what: { readonly prefix: string; readonly before: number }): Promise<number>;
  close?(): Promise<void>;
}
