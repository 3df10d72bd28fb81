import { messageOf, randomId } from '@grok-image/core/internal';
import { enterContext } from '../stack/context.ts';
import { createMiddleware, type ImageMiddleware, type PassingCall } from '../stack/middleware.ts';
import type { ImageResult } from '../stack/model.ts';
import { withWarnings } from '../stack/told.ts';
import type { TelemetryEvent } from './events.ts';
import { findOpenTelemetry, type OpenTelemetry } from './open-telemetry.ts';
import type { TelemetryOptions } from './options.ts';
import { readOptions } from './settings.ts';
import { traceCall, type TracedCall } from './traced-call.ts';

/** A middleware that tells of calls. */
export interface TelemetryMiddleware extends ImageMiddleware {
  /** Resolves when all events so far are handed over: before a serverless function is frozen. Never rejects. */
  flush(): Promise<void>;
}

/**
 * Tells of every call: by spans and metrics of OpenTelemetry, with its names for generative AI, where
 * `@opentelemetry/api` is installed, and by plain events. A call of the model is one span, `generate_content {model}`, also
 * where AI SDK repeats it; below it stand the waits for the rate limit, the requests that it is split into, and, through the
 * context of the SDK, the spans of its HTTP requests. Put it first, so that it sees what all others do.
 *
 * It fails and delays no call. What goes wrong in `onEvent` or in an SDK is said once, in a warning of a result.
 * No picture is recorded, and no prompt unless `recordPrompt`.
 *
 * @throws InvalidArgumentError when an option is none
 * @example
 * const traced = telemetryMiddleware({ onEvent: event => console.log(event.type, event.modelId) });
 * const model = wrapImageModel({ model: openai.image('gpt-image-2'), middleware: traced });
 */
export function telemetryMiddleware(given: TelemetryOptions = {}): TelemetryMiddleware {
  const settings = readOptions(given);
  const { onEvent, recordPrompt } = settings;
  const pending = new Set<Promise<void>>();
  let found: Promise<OpenTelemetry | undefined> | undefined;
  let problem: string | undefined;
  let isTold = false;

  const noteProblem = (error: unknown) => {
    problem ??= `Failed to tell of a call by telemetryMiddleware: ${messageOf(error).replace(/\.$/, '')}. No picture is lost; this is said once.`;
  };

  function safely(work: () => void): void {
    try {
      work();
    } catch (error) {
      noteProblem(error);
    }
  }

  async function handOver(event: TelemetryEvent): Promise<void> {
    try {
      await onEvent?.(event);
    } catch (error) {
      noteProblem(error);
    }
  }

  function emit(event: TelemetryEvent): void {
    if (onEvent === undefined) return;
    const handing = handOver(event).finally(() => pending.delete(handing));
    pending.add(handing);
  }

  async function treat({ params, model, next }: PassingCall): Promise<ImageResult> {
    // Loaded with the first call, and once.
    found ??= findOpenTelemetry(settings);
    const otel = await found;
    const entered = enterContext(params);
    let traced: TracedCall | undefined;
    let running: Promise<ImageResult> | undefined;
    safely(() => {
      traced = traceCall({ callId: randomId(), params, model, recordPrompt, otel, emit, safely });
      entered.context.onStep(step => safely(() => traced?.note(step)));
      traced.within(() => {
        running = next(entered.params);
      });
    });
    try {
      const result = await (running ?? next(entered.params));
      safely(() => traced?.end(result));
      if (problem === undefined || isTold) return result;
      isTold = true;
      return withWarnings(result, [problem]);
    } catch (error) {
      safely(() => traced?.fail(error));
      throw error;
    }
  }

  return {
    ...createMiddleware({ each: 'call', treat }),
    async flush() {
      await Promise.all(pending);
    },
  };
}
