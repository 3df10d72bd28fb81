import { createProgressReporter, type ImageRequest, type RateLimiter } from '@grok-image/core';
import { randomId, resumeOf } from '@grok-image/core/internal';
import { baseUrlOf, createConnection } from '../service/connection.ts';
import { defaultTimeoutMs, type CivitaiProgress, type CivitaiProviderSettings } from '../service/settings.ts';
import type { CivitaiModel } from './model.ts';
import { toWorkflow } from './request.ts';
import type { Run } from './run.ts';
import { toSent, toSources, type Source } from './sources.ts';

/** The model that is asked, and how. */
export interface Target {
  readonly modelId: string;
  readonly model: CivitaiModel;
  readonly settings: CivitaiProviderSettings;
  /** Lets a submit wait for its turn; absent where there is no limit. */
  readonly limited?: RateLimiter | undefined;
}

/**
 * Checks and maps a request. Nothing is sent.
 *
 * @throws InvalidArgumentError, LoadAPIKeyError
 */
export async function prepare(
  request: ImageRequest,
  { modelId, model, settings, limited = send => send() }: Target,
): Promise<Run> {
  const recipe = await model.recipe(request.options);
  const options = recipe.readOptions(request.options);
  const { maxFiles } = model.capabilities;
  const { workflowId, externalId: ownKey, ephemeral } = options;
  // The service forgets the key of what it does not keep.
  const externalId = ownKey ?? (ephemeral ? false : randomId());
  const keys = { externalId: externalId || undefined, createNonce: randomId };
  const sources = workflowId === undefined ? toSources(request, options, baseUrlOf(settings), maxFiles) : [];
  const toRequest = (sent: readonly Source[]) => toWorkflow(request, toSent(sent), options, recipe, keys);
  const workflow = workflowId === undefined ? toRequest(sources) : undefined;
  const progress = createProgressReporter<CivitaiProgress>(settings.onProgress);
  const key = ephemeral ? undefined : workflow?.body.externalId;
  const run: Run = {
    request,
    servedAs: model.id,
    options,
    settings,
    connection: createConnection(settings, request.headers),
    limited,
    workflow,
    sources,
    toRequest,
    timeoutMs: settings.timeout ?? defaultTimeoutMs,
    report: event =>
      progress.report({
        callId: request.callId,
        workflowId: run.details.workflowId,
        externalId: key,
        resume: resumeOf(run.details),
        progress: 0,
        queuePosition: undefined,
        step: undefined,
        ...event,
      }),
    progressWarnings: () => progress.warnings(),
    log: { mayRun: false, lastFailure: undefined },
    details: { provider: 'civitai.image', modelId, workflowId, externalId: key },
    state: 'unsubmitted',
    isOthers: false,
  };
  return run;
}
