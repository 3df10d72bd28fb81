import type { CallOutcome } from './call.ts';

/** All calls beside their bills, in images. */
export interface Books {
  readonly calls: number;
  readonly asked: number;
  readonly billed: number;
  readonly delivered: number;
  /** Billed, not delivered, and fetched by `retryDownload()`. */
  readonly recovered: number;
  /** Billed, neither delivered nor recovered, and an error or warning says that money was or may have been spent. */
  readonly told: number;
  /** The same, but nothing says so. */
  readonly lost: number;
  /** Billed beyond what was asked for. */
  readonly billedTwice: number;
  /** Delivered, but not billed. */
  readonly unbilled: number;
  readonly untyped: number;
  /** Errors by name. */
  readonly errors: Readonly<Record<string, number>>;
}

/** Puts every call beside its own bill. */
export function balance(outcomes: readonly CallOutcome[], billed: ReadonlyMap<string, number>): Books {
  const rows = outcomes.map(outcome => {
    const bill = billed.get(outcome.apiKey) ?? 0;
    const missing = Math.max(0, bill - outcome.delivered - outcome.recovered);
    return { ...outcome, bill, missing };
  });
  const sum = (value: (row: (typeof rows)[number]) => number) =>
    rows.reduce((total, row) => total + value(row), 0);
  const errors: Record<string, number> = {};
  for (const { error } of rows) if (error !== undefined) errors[error] = (errors[error] ?? 0) + 1;
  return {
    calls: rows.length,
    asked: sum(row => row.asked),
    billed: sum(row => row.bill),
    delivered: sum(row => row.delivered),
    recovered: sum(row => row.recovered),
    told: sum(row => (row.isTold ? row.missing : 0)),
    lost: sum(row => (row.isTold ? 0 : row.missing)),
    billedTwice: sum(row => Math.max(0, row.bill - row.asked)),
    unbilled: sum(row => Math.max(0, row.delivered + row.recovered - row.bill)),
    untyped: rows.filter(row => !row.isTyped).length,
    errors,
  };
}
