/** What one look has found. */
export interface Finding {
  /** What was looked at, in a few words. */
  readonly about: string;
  /** `ask`: nobody was asked. */
  readonly state: 'ok' | 'note' | 'problem' | 'unasked';
  /** What was found, and what to do about it. */
  readonly words: string;
}

/** A row of the table: `ok`, `!` where something is to be done, `-` where nothing was asked. */
export const markOf: Readonly<Record<Finding['state'], string>> = {
  ok: 'ok',
  note: 'note',
  problem: 'PROBLEM',
  unasked: '-',
};
