import type { Attributes, Span } from '@opentelemetry/api';
import type { CallStep } from '../stack/context.ts';
import type { ImageModelLike, ImageParams, ImageResult } from '../stack/model.ts';
import type { TelemetryCost, TelemetryEvent, TelemetryFailure, TelemetryOutcome } from './events.ts';
import { names, operationName, providerNameOf } from './names.ts';
import type { Instruments, OpenTelemetry } from './open-telemetry.ts';
import { costOfError, failureOf, outcomeOf, requestIdOf } from './outcome.ts';

/** A call that is traced. Nothing of it throws. */
export interface TracedCall {
  /** Does the work of the call while its span is active. */
  within(work: () => void): void;
  note(step: CallStep): void;
  end(result: ImageResult): void;
  fail(error: unknown): void;
}

/** What a call is traced with. */
export interface TraceSettings {
  readonly callId: string;
  readonly params: ImageParams;
  readonly model: ImageModelLike;
  readonly recordPrompt: boolean;
  readonly otel: OpenTelemetry | undefined;
  readonly emit: (event: TelemetryEvent) => void;
  /** Does what may throw, as tracing fails no call. */
  readonly safely: (work: () => void) => void;
}

/** Begins to trace a call. */
export function traceCall(settings: TraceSettings): TracedCall {
  const { callId, params, model, recordPrompt, otel, emit, safely } = settings;
  const { provider, modelId } = model;
  const startedAt = performance.now();
  const about = { callId, provider, modelId };
  const { n, aspectRatio, size } = params;
  const prompt = recordPrompt ? params.prompt : undefined;
  const inCommon: Attributes = {
    [names.operation]: operationName,
    [names.provider]: providerNameOf(provider),
    [names.requestModel]: modelId,
  };
  let span: Span | undefined;
  safely(() => {
    span = otel?.start(
      `${operationName} ${modelId}`,
      { ...inCommon, ...requestOf(params, callId, prompt) },
      startedAt,
    );
  });
  emit({ type: 'start', ...about, n, aspectRatio, size, prompt });

  const readFailure = (error: unknown) => failureOf(error, { abortSignal: params.abortSignal, recordPrompt });

  function finish(
    attributesOf: () => Attributes,
    isError: boolean,
    measure: (to: Instruments, seconds: number) => void,
  ): number {
    const endedAt = performance.now();
    safely(() => {
      const instruments = otel?.instruments();
      if (instruments) measure(instruments, (endedAt - startedAt) / 1000);
    });
    safely(() => {
      if (span) otel?.end(span, { attributes: attributesOf(), isError, endedAt });
    });
    return endedAt - startedAt;
  }

  return {
    within(work) {
      if (otel && span) otel.within(span, work);
    },
    note({ kind, startedAt: from, endedAt, about: what, error }) {
      const failure = error === undefined ? undefined : readFailure(error);
      emit({ type: 'step', ...about, kind, about: what, durationMs: endedAt - from, failure });
      safely(() => {
        const told = Object.entries(what).map(([name, value]) => [`grok_image.${kind}.${name}`, value]);
        const attributes = { ...Object.fromEntries(told), ...(failure && failureAttributes(failure)) };
        const isError = failure !== undefined;
        if (span) otel?.addBelow(span, { name: kind, attributes, isError, startedAt: from, endedAt });
      });
    },
    end(result) {
      const outcome = outcomeOf(result);
      const durationMs = finish(
        () => outcomeAttributes(outcome, result),
        false,
        (to, seconds) => {
          to.duration.record(seconds, { ...inCommon, [names.responseModel]: result.response.modelId });
          to.queueMs.record(outcome.queuedMs, inCommon);
          to.images.add(outcome.images, inCommon);
          if (outcome.cached > 0) to.cacheHits.add(outcome.cached, inCommon);
          addCost(to, outcome, inCommon);
        },
      );
      emit({ type: 'end', ...about, durationMs, ...outcome });
    },
    fail(error) {
      const failure = readFailure(error);
      const cost = costOfError(error);
      const attributesOf = () => ({ ...failureAttributes(failure), ...costAttributes(cost) });
      const durationMs = finish(attributesOf, true, (to, seconds) => {
        to.duration.record(seconds, { ...inCommon, [names.errorType]: failure.errorType });
        addCost(to, cost, inCommon);
      });
      emit({ type: 'failed', ...about, durationMs, ...failure, ...cost });
    },
  };
}

/** What a call asks for. What is `undefined` is left out by OpenTelemetry. */
function requestOf(
  { n, seed, aspectRatio, size }: ImageParams,
  callId: string,
  prompt: string | undefined,
): Attributes {
  const messages = [{ role: 'user', parts: [{ type: 'text', content: prompt }] }];
  return {
    [names.callId]: callId,
    [names.outputType]: 'image',
    [names.count]: n,
    [names.seed]: seed,
    [names.aspectRatio]: aspectRatio,
    [names.size]: size,
    [names.inputMessages]: prompt === undefined ? undefined : JSON.stringify(messages),
  };
}

function outcomeAttributes(outcome: TelemetryOutcome, result: ImageResult): Attributes {
  return {
    [names.responseModel]: result.response.modelId,
    [names.responseId]: requestIdOf(result),
    [names.inputTokens]: result.usage?.inputTokens,
    [names.outputTokens]: result.usage?.outputTokens,
    [names.images]: outcome.images,
    [names.cacheHit]: outcome.cached > 0,
    [names.queueMs]: outcome.queuedMs,
    [names.attempts]: outcome.attempts,
    [names.servedBy]: outcome.servedBy,
    [names.warnings]: outcome.warnings,
    ...costAttributes(outcome),
  };
}

function failureAttributes(failure: TelemetryFailure): Attributes {
  return {
    [names.errorType]: failure.errorType,
    [names.errorClass]: failure.class,
    [names.errorMessage]: failure.message,
    [names.unstarted]: failure.isUnstarted,
    [names.moderated]: failure.class === 'moderation',
  };
}

function costAttributes({ costUsd, costBuzz }: TelemetryCost): Attributes {
  return { [names.costUsd]: costUsd, [names.costBuzz]: costBuzz };
}

function addCost(to: Instruments, { costUsd, costBuzz }: TelemetryCost, attributes: Attributes): void {
  if (costUsd !== undefined) to.costUsd.add(costUsd, attributes);
  if (costBuzz !== undefined) to.costBuzz.add(costBuzz, attributes);
}
