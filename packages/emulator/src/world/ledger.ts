import type { BackendName } from './request.ts';

/** One billed request. Refused images are billed too, so they are in here. */
export interface LedgerEntry {
  readonly backend: BackendName;
  /** The model that was billed, which may differ from the one asked for. */
  readonly model: string;
  readonly requestId: string;
  readonly apiKey: string;
  readonly operation: 'generate' | 'edit' | 'enhance';
  readonly prompt: string;
  /** Images billed, delivered or not. A refund may lower it. */
  images: number;
  /** What was charged, in `unit`. A refund lowers it. */
  cost: number;
  /** `ticks`: 10,000,000,000 ticks are 1 USD. */
  readonly unit: 'ticks' | 'buzz';
  /** Images whose bytes reached the caller: in the answer, by a download of the URL, or by an upload. */
  delivered: number;
  readonly at: number;
}

/** What a backend knows when it charges. */
export type Charge = Omit<LedgerEntry, 'delivered' | 'at'>;

/** A charge that can still be marked as delivered image by image, or be refunded. */
export interface Bill {
  /** Counts image `index` as delivered; repeated calls for one index count once. */
  deliver(index: number): void;
  /** Lowers the cost, by default to zero, and the images billed, by default not. */
  refund(amount?: number, images?: number): void;
}
