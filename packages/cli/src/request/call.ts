import type { ImageModelCallOptions } from '@grok-image/core';
import type { ImageModelFileOptions } from '@grok-image/core/internal';
import { optionsKeyOf } from '../services/model-options.ts';
import type { ServiceChoice } from '../services/choice.ts';
import type { RequestValues } from './flags.ts';
import { readSources } from './sources.ts';

/** A call as a model takes it, of what the command line says. */
export async function toCall(
  { n, ratio, size, seed, edit }: RequestValues,
  {
    prompt,
    options,
    service,
    abortSignal,
  }: {
    readonly prompt: string | undefined;
    readonly options: Readonly<Record<string, unknown>>;
    readonly service: ServiceChoice;
    readonly abortSignal: AbortSignal;
  },
): Promise<ImageModelCallOptions & ImageModelFileOptions> {
  const files = await readSources(edit);
  return {
    prompt,
    n,
    size,
    aspectRatio: ratio === 'auto' ? undefined : ratio,
    seed,
    files: files.length > 0 ? files : undefined,
    mask: undefined,
    providerOptions: { [optionsKeyOf(service)]: withRatio(options, ratio) },
    abortSignal,
  };
}

/** `auto` is no ratio of a call: it is an option of the model. */
export function withRatio(
  options: Readonly<Record<string, unknown>>,
  ratio: RequestValues['ratio'],
): Record<string, unknown> {
  return ratio === 'auto' ? { ...options, aspectRatio: ratio } : { ...options };
}
