import { InvalidArgumentError } from '@ai-sdk/provider';
import {
  invalidArgument,
  isBytes,
  parseStrict,
  readCall,
  type ImageCallOptions,
  type ImageFile,
  type ImageWarning,
} from '@grok-image/core';
import * as z from 'zod/v4';
import { createBackend } from '../image/backend.ts';
import { readOptions, type XaiImageOptions } from '../image/options.ts';
import { toRequest, type XaiRequest } from '../image/request.ts';
import type { XaiService } from '../service/send.ts';
import type { BatchCall } from './call.ts';

/** A request as it is sent. */
export type MappedRequest = XaiRequest & { readonly id: string };

/** A request that the caller cannot change any more: its options are checked, its lists and bytes are copies. */
export interface PreparedRequest {
  readonly id: string;
  readonly modelId: string;
  readonly call: Omit<ImageCallOptions, 'providerOptions'>;
  readonly options: XaiImageOptions;
  /** About the options. */
  readonly warnings: readonly ImageWarning[];
}

/** Options that are about how one call waits for its images. */
const waiting = ['deferred', 'jobId', 'pollIntervalMs'] as const satisfies (keyof XaiImageOptions)[];

const requestsSchema = z.array(z.unknown()).min(1, 'at least one request');

const idWords = 'a text that is not empty, another one for each request';
const idSchema = z.string(idWords).regex(/\S/, idWords);

/** @throws InvalidArgumentError unless there are requests, each with an id of its own */
export function checkIds(calls: readonly BatchCall[]): void {
  parseStrict(requestsSchema, calls, 'requests');
  const seen = new Set<string>();
  for (const [index, call] of calls.entries()) {
    const field = `requests[${index}].id`;
    const id = parseStrict(idSchema, call.id, field);
    if (seen.has(id)) throw invalidArgument(field, id, idWords);
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
    const read = readOptions(providerOptions?.['xai']);
    checkWaiting(read.options);
    return read;
  });
  const files = call.files?.map(file => copyFile(file, copies));
  return { id, modelId, call: { ...call, files }, options, warnings };
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
    const call = readCall(createBackend(modelId, profile, settings), given);
    // An address may be dead by the time somebody collects the results.
    const responseFormat = options.responseFormat ?? (options.uploadUrls ? 'url' : 'b64_json');
    const request = toRequest(
      { ...call, offset: 0, total: call.n },
      { ...options, responseFormat },
      { modelId, profile },
    );
    return { ...request, id, warnings: [...call.warnings, ...warnings, ...request.warnings] };
  });
}

/** Lets an error about a request say which request it is. */
function naming<T>(id: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!InvalidArgumentError.isInstance(cause)) throw cause;
    const message = cause.message.replace(/^Invalid /, `Invalid request '${id}' of the batch, `);
    throw new InvalidArgumentError({ argument: cause.argument, message, cause });
  }
}

function copyFile(file: ImageFile, copies: Map<Uint8Array, Uint8Array>): ImageFile {
  if (file.type !== 'file' || !isBytes(file.data)) return { ...file };
  // Not `slice`, which gives a view of a `Buffer`.
  const data = copies.get(file.data) ?? new Uint8Array(file.data);
  copies.set(file.data, data);
  return { ...file, data };
}

function checkWaiting(options: XaiImageOptions): void {
  const given = waiting.find(name => options[name] !== undefined && options[name] !== false);
  if (given === undefined) return;
  const accepted = 'no value, as a batch waits by itself';
  throw invalidArgument(`providerOptions.xai.${given}`, options[given], accepted);
}
