import type { Role } from '../script/role.ts';

/** What a client can hold to get at what was made. */
export interface Handle {
  readonly kind:
    | 'jobId'
    | 'workflowId'
    | 'externalId'
    | 'batchId'
    | 'url'
    | 'publicUrl'
    | 'fileId'
    | 'inline';
  readonly value: string;
  /** Of which picture, where it is of one. */
  readonly picture?: number;
}

/** A handle that reached a client, and when. */
export interface GivenHandle extends Handle {
  readonly atMs: number;
  /** The call that holds it. */
  readonly call: number;
}

/** A place at which the bytes of a picture are, and the role of a request for them. */
export interface Place {
  readonly role: Extract<Role, 'image' | 'stored' | 'public' | 'blob'>;
  readonly url: string;
}

/** A picture that was made. */
export interface Picture {
  readonly number: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly type: 'jpeg' | 'png';
  readonly places: readonly Place[];
  /** Refused or withheld by the service: nobody can have it. */
  readonly withheld: boolean;
  /** When its bytes are there. */
  readonly readyAtMs: number;
}

/** Work that was carried out for a request. */
export interface Bill {
  readonly number: number;
  /** Which of the calls asked for it, from its prompt. */
  readonly wish: number;
  /** Pictures that the request asked for. */
  readonly asked: number;
  readonly atMs: number;
  /** What it costs, in ticks or Buzz, refunds taken off. */
  cost: number;
  pictures: readonly Picture[];
  /** When the service has ended the work. */
  endsAtMs: number;
  /** What came of it, in the end. */
  outcome: 'made' | 'refused' | 'failed' | 'canceled';
  readonly handles: GivenHandle[];
  /** The calls that a whole answer with the cost reached. */
  readonly costToldTo: Set<number>;
  /** Whether it can be found again by anybody once it has ended. */
  readonly isKept: boolean;
  readonly key?: string | undefined;
  readonly id: string;
}

/** The truth about a play. */
export class Ledger {
  readonly bills: Bill[] = [];
  #pictures = 0;

  nextPicture(): number {
    this.#pictures++;
    return this.#pictures;
  }

  add(bill: Omit<Bill, 'number' | 'handles' | 'costToldTo'>): Bill {
    const added: Bill = { ...bill, number: this.bills.length + 1, handles: [], costToldTo: new Set() };
    this.bills.push(added);
    return added;
  }

  billsOf(wish: number): Bill[] {
    return this.bills.filter(bill => bill.wish === wish);
  }
}
