import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jobsOf, runBulk, type BulkJob, type BulkRunOptions } from '@grok-image/bulk';
import { LoadAPIKeyError } from '@ai-sdk/provider';
import { recoveryPortOf } from '@grok-image/core';
import { StoppedError } from '../exit/stop.ts';
import type { ServiceChoice } from '../services/choice.ts';
import { openService, type OpenOptions, type OpenService } from '../services/open.ts';

/** A request that was caught before it left. */
export interface CaughtRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * The exact requests that a run would send: it is run in a folder of its own, and none of them leaves. No key is needed.
 *
 * @throws InvalidArgumentError for what it would be refused for
 */
export async function catchRequests(
  jobs: readonly BulkJob[],
  {
    choice,
    modelId,
    how,
  }: {
    readonly choice: ServiceChoice;
    readonly modelId: string;
    /** What else the run is told. */
    readonly how: Pick<BulkRunOptions, 'batch' | 'sync'>;
  },
): Promise<readonly CaughtRequest[]> {
  const caught: CaughtRequest[] = [];
  const end = new AbortController();
  // A run that is broken off leaves its calls alone: they end by an answer that no service repeats.
  const over = new AbortController();
  const isOver = new Promise(resolve => {
    over.signal.addEventListener('abort', resolve, { once: true });
  });
  const expected = how.batch ? 1 : jobs.length;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    // Questions cost nothing, e.g. the one for a price.
    if (request.method === 'GET' || request.url.includes('whatif=true')) return globalThis.fetch(input, init);
    caught.push(await toCaught(request));
    if (caught.length >= expected) end.abort(new StoppedError('Nothing is sent.'));
    await isOver;
    return Response.json({ title: 'Bad Request', status: 400, detail: 'Nothing was sent.' }, { status: 400 });
  };
  const service = await openForCatching(choice, modelId, { fetch });
  const out = await mkdtemp(path.join(tmpdir(), 'grok-image-dry-run-'));
  try {
    await runBulk({
      ...how,
      out,
      adHoc: true,
      model: id => service.model(id ?? modelId),
      input: jobsOf(jobs),
      abortSignal: end.signal,
    });
    return caught;
  } catch (error) {
    if (end.signal.aborted) return caught;
    throw error;
  } finally {
    over.abort();
    await rm(out, { recursive: true, force: true });
    await service.close();
  }
}

/** With a key that is none, where there is none. */
async function openForCatching(
  choice: ServiceChoice,
  modelId: string,
  options: OpenOptions,
): Promise<OpenService> {
  const service = await openService(choice, options);
  try {
    await recoveryPortOf(service.model(modelId))?.identify();
    return service;
  } catch (error) {
    if (!LoadAPIKeyError.isInstance(error)) throw error;
    return openService(choice, { ...options, apiKey: 'dry-run' });
  }
}

async function toCaught(request: Request): Promise<CaughtRequest> {
  const text = await request.text();
  const headers = Object.fromEntries(request.headers);
  if ('authorization' in headers) headers['authorization'] = 'Bearer ...';
  const isJson = headers['content-type']?.includes('json') === true;
  return { method: request.method, url: request.url, headers, body: isJson ? JSON.parse(text) : text };
}
