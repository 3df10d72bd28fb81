import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import { invalidArgument } from '../messages/invalid-argument.ts';
import { throwIfAborted } from '../time/signal.ts';
import type { ImageBackend, StartedRequest } from './backend.ts';
import { readCall, type ImageCallOptions } from './call.ts';
import { toRequests } from './split.ts';

/** What is asked for, as for `doGenerate`; all but the prompt may be left out. */
export type StartOptions = Partial<ImageCallOptions>;

/**
 * Starts a request and gives at once what collects its images.
 *
 * @throws UnsupportedFunctionalityError where nothing collects them later, InvalidArgumentError, both before anything is
 * sent; the errors of the backend; the abort reason
 */
export async function start(backend: ImageBackend, given: StartOptions): Promise<StartedRequest> {
  const { prompt, n = 1, size, aspectRatio, seed, ...rest } = given;
  throwIfAborted(rest.abortSignal);
  if (backend.start === undefined) throw unsupported(backend);
  const call = readCall(backend, { ...rest, prompt, n, size, aspectRatio, seed });
  const [request, second] = toRequests(backend, call);
  if (request === undefined || second !== undefined) {
    throw invalidArgument('n', n, `at most ${backend.maxImagesPerRequest}, as one start is one request`);
  }
  const started = await backend.start(request);
  return { ...started, warnings: [...call.warnings, ...started.warnings] };
}

function unsupported({ modelId, service }: ImageBackend): UnsupportedFunctionalityError {
  const where = service === undefined ? '' : ` at ${service}`;
  return new UnsupportedFunctionalityError({
    functionality: 'start',
    message: `Failed to start a request with ${modelId}${where}: nothing would collect its images later. Use generateImage, which waits for them. Nothing was sent.`,
  });
}
