import { fieldOf } from '../../contract/harness/field-of.ts';
import type { Outcome } from './run-cell.ts';
import { innermost, isTyped, messageOf, speaksOfMoney, textOfWarning } from './texts.ts';

/** What was seen in one cell. */
export interface Observation extends Outcome {
  readonly n: number;
  readonly submits: number;
  readonly requests: number;
  readonly billed: number;
  readonly delivered: number;
  readonly recovered: number;
  /** Whether the caller aborted, and whether the call ended for that reason. */
  readonly wasAborted: boolean;
  readonly isAborted: boolean;
  readonly submitsAfterAbort: number;
  readonly hasStruck: boolean;
  readonly secrets: readonly string[];
  readonly prompt: string;
  /** All that the error or the warnings hold. */
  readonly shown: string;
  readonly realMs: number;
}

/** What a cell means for the caller. All but `submits` and `requests` count images. */
export interface Verdict {
  /** Requests that may be billed, and requests of every kind. */
  readonly submits: number;
  readonly requests: number;
  /** On the ledger of the service, refunds taken off. */
  readonly billed: number;
  /** In the result of `generateImage`. */
  readonly delivered: number;
  /**
   * Billed and not delivered, but collected for nothing once the fault was gone, by what the error or warning gives:
   * `retryDownload()`, an id to pass back, or an address.
   */
  readonly recovered: number;
  /** Billed beyond what was asked for: the same work was paid again. None of them counts as lost, too. */
  readonly billedTwice: number;
  /** Billed, neither delivered nor to be had, and the error or a warning says that money was or may have been spent. */
  readonly told: number;
  /** Billed, neither delivered nor to be had, after the caller itself aborted. */
  readonly givenUp: number;
  /** Billed, neither delivered nor to be had, and nothing says so: neither told nor given up. */
  readonly lost: number;
  readonly end: string;
  /** Whether nothing had come of the call after ten minutes. */
  readonly hangs: boolean;
  /** Whether the error is of a class that can be told from others. `true` without an error. */
  readonly isTyped: boolean;
  /** The error's message, or the warnings; empty when there is nothing to say. */
  readonly message: string;
  /** Billable requests after an abort. */
  readonly submitsAfterAbort: number;
  /** Whether the fault happened at all. */
  readonly hasStruck: boolean;
  /** Whether an API key stands in the error or the warnings, or the prompt in their sentences. */
  readonly leaks: boolean;
  readonly realMs: number;
}

export function judge(seen: Observation): Verdict {
  const { billed, delivered, recovered, n, error, result, hangs, isAborted, wasAborted } = seen;
  const last = innermost(error);
  const warnings = (result?.warnings ?? []).map(textOfWarning);
  const message = error === undefined ? warnings.join('\n') : messageOf(last);
  const billedTwice = Math.max(0, billed - n);
  const missing = Math.max(0, billed - billedTwice - delivered - recovered);
  const isTold = fieldOf(last, 'cost') !== undefined || speaksOfMoney(message);
  return {
    submits: seen.submits,
    requests: seen.requests,
    billed,
    delivered,
    recovered,
    billedTwice,
    told: !wasAborted && isTold ? missing : 0,
    givenUp: wasAborted ? missing : 0,
    lost: wasAborted || isTold ? 0 : missing,
    end: endOf(seen),
    hangs,
    isTyped: error === undefined || isAborted || isTyped(error),
    message,
    submitsAfterAbort: seen.submitsAfterAbort,
    hasStruck: seen.hasStruck,
    leaks: seen.secrets.some(secret => seen.shown.includes(secret)) || message.includes(seen.prompt),
    realMs: seen.realMs,
  };
}

function endOf({ hangs, isAborted, error }: Observation): string {
  if (hangs) return 'never ends';
  if (isAborted) return 'aborted';
  if (error === undefined) return 'delivered';
  return error instanceof Error ? error.name : typeof error;
}
