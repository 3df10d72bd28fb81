import type { Role } from '../script/role.ts';
import type { Bill, Handle } from './ledger.ts';

/** A request as it arrives at a service. */
export interface Arrival {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  readonly json: unknown;
  /** The call that sent it. */
  readonly call: number;
}

/** What a service answers when all is well. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** What the answer gives into the client's hands, once it arrived whole. */
  readonly gives?: readonly { readonly bill: Bill; readonly handles: readonly Handle[] }[];
  /** Whose cost it tells. */
  readonly tells?: readonly Bill[];
  /** For the transcript. */
  readonly note?: string;
}

/** A service that keeps the books; what lies between it and the client is not its business. */
export interface PlayedService {
  readonly baseURL: string;
  roleOf(arrival: Pick<Arrival, 'method' | 'url'>): Role | undefined;
  /** Carries a request out. The books are kept at once, the answer comes when there is one. */
  handle(role: Role, arrival: Arrival): Promise<Answer>;
  /** The body of an error in the service's own words. */
  toRefusal(status: number, code: string, message: string): Omit<Answer, 'status'>;
}
