import type { ImageModelLike } from '@grok-image/middleware';
import { BulkError } from '../errors/bulk-error.ts';
import { toParams } from '../job/params.ts';
import type { SourceStore } from '../job/sources.ts';
import type { Pricer } from '../money/price.ts';
import { chooseRoute, type RouteChoice } from '../route/choose.ts';
import type { RouteName } from '../job/record.ts';
import { checkCount } from '../run/check-count.ts';
import type { Sums } from '../report/summary.ts';
import { problemOf } from './check-line.ts';
import type { JobInput } from './job-input.ts';

/** What an input asks for, before anything is sent. */
export interface CheckedInput {
  readonly jobs: number;
  readonly images: number;
  /** What all of it costs at most, as far as prices are known. */
  readonly cost: Sums;
  /** Jobs whose price is not known. */
  readonly unpriced: number;
  /** The first hundred lines that are no jobs, a sentence each, and how many there are. */
  readonly problems: readonly string[];
  readonly bad: number;
  /** Lines that are no jobs: they are passed over. */
  readonly badLines: ReadonlySet<number>;
  readonly routes: readonly { readonly route: RouteName; readonly modelId: string }[];
}

/** Most problems that are told in words. */
const mostProblems = 100;

/** By what jobs are checked. */
export interface InputCheck {
  readonly modelOf: (id: string | undefined) => PromiseLike<ImageModelLike>;
  readonly pricer: Pricer;
  readonly sources: Pick<SourceStore, 'store' | 'read'>;
  readonly choice: RouteChoice;
}

/**
 * Reads all of an input and looks at each job as its model would before it is sent. Prices are asked for once for all jobs
 * that differ in their words only.
 *
 * @throws what asking a model throws that is about no line, e.g. LoadAPIKeyError
 */
export async function checkInput(input: JobInput, check: InputCheck): Promise<CheckedInput> {
  const { modelOf, pricer, sources, choice } = check;
  const problems: string[] = [];
  const badLines = new Set<number>();
  const routes = new Map<string, { readonly route: RouteName; readonly modelId: string }>();
  const cost = { usd: 0, buzz: 0 };
  let jobs = 0;
  let images = 0;
  let unpriced = 0;
  for await (const read of input) {
    if ('problem' in read) {
      note(read.line, read.problem);
      continue;
    }
    const { line, job } = read;
    const model = await modelOf(job.model);
    try {
      const stored = await sources.store(job);
      // Only how many there are matters here.
      const params = await toParams(stored, model, async source =>
        'url' in source ? { type: 'url', url: source.url } : sources.read(source),
      );
      await checkCount(model, params.n);
      const price = await pricer.priceOf(model, params);
      if (price === undefined) unpriced++;
      cost.usd += price?.usd ?? 0;
      cost.buzz += price?.buzz ?? 0;
      const route = chooseRoute(model, stored, choice);
      routes.set(`${route} ${model.modelId}`, { route, modelId: model.modelId });
      images += params.n;
      jobs++;
    } catch (error) {
      if (BulkError.isInstance(error)) throw error;
      note(line, problemOf(line, error));
    }
  }
  return {
    jobs,
    images,
    cost,
    unpriced,
    problems,
    bad: badLines.size,
    badLines,
    routes: [...routes.values()],
  };

  function note(line: number, problem: string): void {
    badLines.add(line);
    if (problems.length < mostProblems) problems.push(problem);
  }
}

/** @throws BulkError of reason `input` where a line is no job */
export function refuseBad({ problems, bad }: CheckedInput): void {
  if (bad === 0) return;
  const more = bad > problems.length ? ` And ${bad - problems.length} more.` : '';
  throw new BulkError('input', {
    message: `Failed to read the jobs: ${bad === 1 ? 'a line is none' : `${bad} lines are none`}. ${problems.slice(0, 3).join(' ')}${more} Mend them, or go on without them (--skip-bad). Nothing was sent.`,
    problems,
  });
}
