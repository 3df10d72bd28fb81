import type { ImageModelLike, ImageParams } from '@grok-image/middleware';
import { portOf } from '@grok-image/middleware/internal';
import type { StoredJob, StoredSource } from './job.ts';

/** A source image as a model takes it. */
export type SourceFile = NonNullable<ImageParams['files']>[number];

/** Reads a source image of a job. */
export type ReadSource = (source: StoredSource) => Promise<SourceFile>;

/** The parameters of the call that a job is. */
export async function toParams(
  job: StoredJob,
  model: ImageModelLike,
  readSource: ReadSource,
): Promise<ImageParams> {
  const { prompt, n = 1, size, aspectRatio, seed, options, sources = [] } = job;
  const files = await Promise.all(sources.map(readSource));
  return {
    prompt,
    n,
    size,
    aspectRatio,
    seed,
    providerOptions: options === undefined ? {} : { [optionsKeyOf(model)]: { ...options } },
    ...(files.length > 0 && { files }),
  };
}

/** The same call with options of its provider beside those that it has. */
export function withOptions(
  params: ImageParams,
  model: ImageModelLike,
  added: Readonly<Record<string, unknown>>,
): ImageParams {
  const name = optionsKeyOf(model);
  const own = { ...params.providerOptions[name], ...added };
  return { ...params, providerOptions: { ...params.providerOptions, [name]: own } };
}

/** Under which a model looks for its options. */
export function optionsKeyOf(model: ImageModelLike): string {
  return portOf(model)?.metadataKey ?? model.provider.split('.')[0] ?? model.provider;
}

/** A model that starts requests which are collected later. */
export type StartingModel = ImageModelLike & { start(params: ImageParams): PromiseLike<unknown> };

export function canStart(model: ImageModelLike): model is StartingModel {
  return 'start' in model && typeof model.start === 'function';
}
