import { invalidArgument, parseStrict, type ImageCallOptions, type ImageWarning } from '@grok-image/core';
import { isBytes, lazy, readCall, warnOfUnread } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { createBackend } from '../image/backend.ts';
import type { ReadOptions } from '../image/options.ts';
import { optionReader, readOptions } from '../image/read-options.ts';
import { toRequest, type XaiRequest } from '../image/request.ts';
import type { XaiService } from '../service/send.ts';
import type { BatchCall } from './call.ts';
import { idWords, naming, readId } from './naming.ts';

/** A request as it is sent. */
export type MappedRequest = XaiRequest & { readonly id: string };

/** A request that the caller cannot change any more: its options are checked, its lists and bytes are copies. */
export interface PreparedRequest {
  readonly id: string;
  readonly modelId: string;
  readonly call: Omit<ImageCallOptions, 'providerOptions'>;
  readonly options: ReadOptions;
  /** About the options. */
  readonly warnings: readonly ImageWarning[];
}

/** Options that are about how one call waits for its images. */
const waiting = ['deferred', 'jobId', 'pollIntervalMs'] as const satisfies (keyof ReadOptions)[];

const modelSchema = lazy(() => z.string('the id of a model').regex(/\S/, 'the id of a model'));
const requestsSchema = lazy(() => z.array(z.unknown()).min(1, 'at least one request'));

/** @throws InvalidArgumentError unless there are requests, each with an id of its own */
export function checkIds(calls: readonly BatchCall[]): void {
  parseStrict(requestsSchema(), calls, 'requests');
  const seen = new Set<string>();
  for (const [index, call] of calls.entries()) {
    const id = readId(call.id, index);
    if (seen.has(id)) throw invalidArgument(`requests[${index}].id`, id, idWords);
    seen.add(id);
  }
}

/**
 * Checks the options of a request and copies what a caller could change before it is sent.
 *
 * @param copies - of bytes, by what they are copies of: the same image in a thousand requests is copied once
 * @throws InvalidArgumentError naming the request
 */
export function prepareRequest(
  { id, modelId, options: { providerOptions, ...call } }: BatchCall,
  copies: Map<Uint8Array, Uint8Array>,
): PreparedRequest {
  const { options, warnings } = naming(id, () => {
    // Without one, xAI takes a model of its own, and bills it.
    parseStrict(modelSchema(), modelId, 'model');
    const read = readOptions(providerOptions?.['xai']);
    checkWaiting(read.options);
    return { ...read, warnings: [...read.warnings, ...warnOfUnread(providerOptions ?? {}, optionReader)] };
  });
  const files = call.files?.map(file =>
    file.type === 'file' ? { ...file, data: copyImage(file.data, copies) } : { ...file },
  );
  const images = options.images?.map(image => copyImage(image, copies));
  return { id, modelId, call: { ...call, files }, options: { ...options, images }, warnings };
}

/**
 * Maps a request by the mapper that single calls go through. Does no IO.
 *
 * @throws InvalidArgumentError, UnsupportedFunctionalityError naming the request
 */
export function mapRequest(
  { id, modelId, call: given, options, warnings }: PreparedRequest,
  { profile, settings }: XaiService,
): MappedRequest {
  return naming(id, () => {
    const call = readCall(createBackend({ modelId, profile, settings }), given);
    // An address may be dead by the time somebody collects the results.
    const responseFormat = options.responseFormat ?? (options.uploadUrls ? 'url' : 'b64_json');
    const request = toRequest(
      { ...call, offset: 0, total: call.n },
      { ...options, responseFormat },
      { modelId, profile, settings },
    );
    return { ...request, id, warnings: [...call.warnings, ...warnings, ...request.warnings] };
  });
}

function copyImage(image: string | Uint8Array, copies: Map<Uint8Array, Uint8Array>): string | Uint8Array {
  if (!isBytes(image)) return image;
  // Not `slice`, which gives a view of a `Buffer`.
  const copy = copies.get(image) ?? new Uint8Array(image);
  copies.set(image, copy);
  return copy;
}

function checkWaiting(options: ReadOptions): void {
  const given = waiting.find(name => options[name] !== undefined && options[name] !== false);
  if (given === undefined) return;
  const accepted = 'no value, as a batch waits by itself';
  throw invalidArgument(`providerOptions.xai.${given}`, options[given], accepted);
}
