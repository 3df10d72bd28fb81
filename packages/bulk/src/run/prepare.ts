import { toParams } from '../job/params.ts';
import type { RouteCall } from '../route/call.ts';
import { chooseRoute } from '../route/choose.ts';
import type { Book } from './book.ts';
import { checkCount } from './check-count.ts';
import type { Work } from './work.ts';

/**
 * Makes a job ready for its route, and notes what it is expected to cost. Nothing is sent.
 *
 * @throws where the job, a source of it or its model is none
 */
export async function prepare(book: Book, work: Work): Promise<RouteCall> {
  const { key, job } = book.record;
  const model = await work.modelOf(job.model);
  const params = await toParams(job, model, work.readSource);
  await checkCount(model, params.n);
  const route = book.record.route ?? chooseRoute(model, job, work.choice);
  if (book.record.route === undefined) {
    const estimate = await work.pricer.priceOf(model, params);
    book.add({ route, modelId: model.modelId, ...(estimate && { estimate }) });
  }
  return {
    key,
    route,
    model,
    params,
    limiter: await work.limiterOf(model),
    bucket: work.bucket,
    prefix: work.prefix,
    bucketWaitMs: work.bucketWaitMs,
    abortSignal: work.abortSignal,
    beforeSend: async () => {},
    note: about => book.step({ state: 'submitted', ...about }),
  };
}
