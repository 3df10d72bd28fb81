/**
 * At most so many requests in any stretch of so many milliseconds. Stores keep it as it is given: whoever asks adds the
 * slack that requests need, which take their time to arrive.
 */
export interface SlotWindow {
  readonly most: number;
  readonly lengthMs: number;
}

/** What the head of a line asks for. */
export interface SlotRequest {
  /** What is counted together, e.g. an account and a model. */
  readonly name: string;
  readonly windows: readonly SlotWindow[];
  /** Bulk heads take no slot while an interactive head waits anywhere, except every tenth. */
  readonly priority: 'interactive' | 'bulk';
  /** The line that asks, by which heads are told apart: one a process and priority. */
  readonly line: string;
}

/** A slot, or when to ask again. */
export interface SlotAnswer {
  /** Whether a slot was taken; it is this line's then, and begins in `waitMs`. */
  readonly isTaken: boolean;
  /** Milliseconds until the slot begins, or until it is worth asking again. */
  readonly waitMs: number;
  /** Lines that asked of late, in all processes: what a process may take of the limit alone when the store is gone. */
  readonly lines: number;
}

/**
 * The rate limit that processes share, by the clock of the store. A line asks for its head only, one at a time, so that
 * processes get their turns fairly and a caller that gives up costs nothing.
 */
export interface Slots {
  take(request: SlotRequest): Promise<SlotAnswer>;
  /** The head gives up, so that nothing waits for it any more; a slot of its line that has not begun goes to others. */
  leave(request: Pick<SlotRequest, 'name' | 'line'>): Promise<void>;
  /** The service says that there are too many: no slot begins for so many milliseconds. */
  pause(name: string, milliseconds: number): Promise<void>;
  close?(): Promise<void>;
}
