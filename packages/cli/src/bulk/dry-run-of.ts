import type { BulkJob, BulkRunOptions, JobInput } from '@grok-image/bulk';
import { exitCodes } from '../exit/exit-code.ts';
import { counted } from '../output/amounts.ts';
import type { Output } from '../output/output.ts';
import { catchRequests } from '../request/catch-requests.ts';
import { showPrice, showRequests } from '../request/dry-run.ts';
import { priceOfJobs } from '../request/price.ts';
import type { OpenService } from '../services/open.ts';

/** Shows the requests of jobs and what they would cost. */
export async function dryRunOf(
  jobs: readonly BulkJob[],
  {
    service,
    modelId,
    how,
    output,
  }: {
    readonly service: OpenService;
    readonly modelId: string;
    readonly how: Pick<BulkRunOptions, 'batch' | 'sync'>;
    readonly output: Output;
  },
): Promise<void> {
  showRequests(await catchRequests(jobs, { choice: service.choice, modelId, how }), output);
  await showPrice(() => priceOfJobs(jobs, { service, modelId }), output);
}

/**
 * Shows the first request of a file, and what all of it would cost.
 *
 * @returns the code that the process ends with
 */
export async function dryRunOfFile(
  input: JobInput,
  { skipBad, ...how }: Parameters<typeof dryRunOf>[1] & { readonly skipBad: boolean },
): Promise<number> {
  let jobs = 0;
  let bad = 0;
  for await (const line of input) {
    if ('job' in line) jobs += 1;
    else {
      bad += 1;
      how.output.note(line.problem);
    }
  }
  if (bad > 0 && !skipBad) return exitCodes.badInput;
  how.output.note(`${counted(jobs, 'job')}. The first request:`);
  const { service, modelId, output } = how;
  const [first] = await takeFirst(jobsIn(input));
  if (first) {
    const { choice } = service;
    showRequests(await catchRequests([first], { choice, modelId, how: how.how }), output);
  }
  await showPrice(() => priceOfJobs(jobsIn(input), { service, modelId }), output);
  return exitCodes.done;
}

async function* jobsIn(input: JobInput): AsyncGenerator<BulkJob> {
  for await (const line of input) if ('job' in line) yield line.job;
}

async function takeFirst<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  for await (const item of items) return [item];
  return [];
}
