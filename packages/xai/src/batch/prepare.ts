import { InvalidArgumentError } from '@ai-sdk/provider';
import { invalidArgument, readCall, type ImageWarning } from '@grok-image/core';
import { createBackend } from '../image/backend.ts';
import { readOptions, type XaiImageOptions } from '../image/options.ts';
import { toRequest, type XaiRequest } from '../image/request.ts';
import type { XaiService } from '../service/send.ts';
import type { BatchCall } from './call.ts';

/** A request as it is sent. */
export type MappedRequest = XaiRequest & { readonly id: string };

/** Options that are about how one call waits for its images. */
const waiting = ['deferred', 'requestId', 'pollIntervalMs'] as const satisfies (keyof XaiImageOptions)[];

/** @throws InvalidArgumentError unless there are requests, each with an id of its own */
export function checkIds(calls: readonly BatchCall[]): void {
  if (calls.length === 0) throw invalidArgument('requests', calls, 'at least one request');
  const seen = new Set<string>();
  for (const [index, { id }] of calls.entries()) {
    if (typeof id !== 'string' || id.trim() === '' || seen.has(id)) {
      throw invalidArgument(
        `requests[${index}].id`,
        id,
        'a text that is not empty, another one for each request',
      );
    }
    seen.add(id);
  }
}

/**
 * Maps a request by the mapper that single calls go through. Does no IO.
 *
 * @throws InvalidArgumentError, UnsupportedFunctionalityError naming the request
 */
export function mapCall(
  { id, modelId, options }: BatchCall,
  { profile, settings }: XaiService,
): MappedRequest {
  try {
    const call = readCall(createBackend(modelId, profile, settings), options);
    const { options: given, warnings } = readOptions(call.options);
    checkWaiting(given);
    // An address may be dead by the time somebody collects the results.
    const responseFormat = given.responseFormat ?? (given.uploadUrls ? 'url' : 'b64_json');
    const request = toRequest(
      { ...call, offset: 0, total: call.n },
      { ...given, responseFormat },
      { modelId, profile },
    );
    return {
      ...request,
      id,
      warnings: [...call.warnings, ...warnings, ...request.warnings] satisfies ImageWarning[],
    };
  } catch (cause) {
    if (!InvalidArgumentError.isInstance(cause)) throw cause;
    const message = cause.message.replace(/^Invalid /, `Invalid request '${id}' of the batch, `);
    throw new InvalidArgumentError({ argument: cause.argument, message, cause });
  }
}

function checkWaiting(options: XaiImageOptions): void {
  const given = waiting.find(name => options[name] !== undefined && options[name] !== false);
  if (given === undefined) return;
  const accepted = 'no value, as a batch waits by itself';
  throw invalidArgument(`providerOptions.xai.${given}`, options[given], accepted);
}
