import type { BulkJob } from '@grok-image/bulk';
import { recoveryPortOf, type JsonObject } from '@grok-image/core';
import { jsonObjectSchema } from '@grok-image/core';
import type { Model } from '../services/open.ts';
import { withRatio } from './call.ts';
import type { RequestValues } from './flags.ts';

/**
 * What the command line asks for as jobs, each of which is one request: a model that makes ten images a request makes 25 by
 * three jobs.
 */
export function toJobs(
  { n, ratio, size, seed, edit }: RequestValues,
  {
    prompt,
    options,
    model,
    name,
  }: {
    readonly prompt: string | undefined;
    readonly options: Readonly<Record<string, unknown>>;
    readonly model: Model;
    readonly name: string | undefined;
  },
): readonly BulkJob[] {
  const most = recoveryPortOf(model)?.capabilities.maxImagesPerRequest ?? 1;
  const counts = Array.from({ length: Math.ceil(n / most) }, (_, index) => Math.min(most, n - index * most));
  const given: JsonObject = jsonObjectSchema().parse(withRatio(options, ratio));
  return counts.map(count => ({
    ...(prompt !== undefined && { prompt }),
    n: count,
    ...(ratio !== undefined && ratio !== 'auto' && { aspectRatio: ratio }),
    size,
    seed,
    options: given,
    ...(edit && { images: edit }),
    name,
  }));
}
