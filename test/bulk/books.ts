import type { JobRecord } from '@grok-image/bulk';
import type { RunningEmulator } from '@grok-image/emulator';

/** What was billed beside what became of the jobs. */
export interface Books {
  readonly jobs: number;
  /** Jobs that were billed, and those that were billed more than once. */
  readonly billed: number;
  readonly twice: number;
  readonly done: number;
  readonly unknown: number;
  /** Neither brought nor listed as unknown, refused or failed. */
  readonly lost: number;
  /** Billed, and neither brought nor listed as unknown. */
  readonly paidAndLost: number;
}

/** Compares the books of the service with the records of the run. */
export async function balance(
  { ledger }: Pick<RunningEmulator, 'ledger'>,
  jobs: readonly { readonly prompt: string }[],
  records: AsyncIterable<JobRecord>,
): Promise<Books> {
  const bills = new Map<string, number>();
  for (const { prompt } of ledger) bills.set(prompt, (bills.get(prompt) ?? 0) + 1);
  const states = new Map<string, JobRecord['state']>();
  for await (const { job, state } of records) states.set(job.prompt ?? '', state);
  const isTold = (prompt: string) => states.get(prompt) === 'done' || states.get(prompt) === 'unknown';
  const count = (is: (prompt: string) => boolean) => jobs.filter(({ prompt }) => is(prompt)).length;
  return {
    jobs: jobs.length,
    billed: count(prompt => bills.has(prompt)),
    twice: count(prompt => (bills.get(prompt) ?? 0) > 1),
    done: count(prompt => states.get(prompt) === 'done'),
    unknown: count(prompt => states.get(prompt) === 'unknown'),
    lost: count(prompt => !isTold(prompt)),
    paidAndLost: count(prompt => bills.has(prompt) && !isTold(prompt)),
  };
}
