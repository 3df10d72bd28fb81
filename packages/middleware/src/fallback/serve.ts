import { isRecord } from '@ai-sdk/provider-utils';
import { excerpt, messageOf, throwIfAborted } from '@grok-image/core/internal';
import { classifyError, isOwnLimit, type ErrorClass } from '../stack/classify.ts';
import { asStep } from '../stack/context.ts';
import type { ImageModelLike, ImageParams, ImageResult } from '../stack/model.ts';
import { withoutOwnOptions } from '../stack/own-options.ts';
import { toImageResult } from '../stack/result.ts';
import { sendInParts } from '../stack/split.ts';
import { tellOf, withWarnings } from '../stack/told.ts';
import { adaptCall, nameOf } from './adapt.ts';
import { createBreakers, type BreakerOutcome } from './breaker.ts';
import { FallbackError, type TriedModel } from './fallback-error.ts';
import type { FallbackEvent, FallbackSettings } from './options.ts';

/**
 * Serves a call by the first of some models that can.
 *
 * @throws the abort reason; the error of the only model that was asked, unless AI SDK would repeat it although it may be
 * billed; else FallbackError
 */
export type Serve = (models: readonly ImageModelLike[], call: ImageParams) => Promise<ImageResult>;

/** Why a model did not serve. */
interface Miss {
  readonly told: TriedModel;
  /** Where it was asked. */
  readonly failure?: Failure;
}

interface Failure {
  readonly error: unknown;
  readonly class: ErrorClass;
  readonly isUnstarted: boolean;
}

/** What the class of an error says of the service. */
const outcomes: Readonly<Record<ErrorClass, BreakerOutcome>> = {
  rateLimit: 'failure',
  outage: 'failure',
  unknown: 'unknown',
  moderation: 'none',
  funds: 'none',
  badInput: 'none',
};

/** Makes what serves calls; it holds the breakers, by the names of the models. */
export function createServe({ on, breaker, adapt, onEvent }: FallbackSettings): Serve {
  const breakers = createBreakers(breaker, () => performance.now());
  const emit = (event: FallbackEvent) => {
    try {
      onEvent?.(event);
    } catch {
      // Whoever listens costs nobody a picture.
    }
  };
  return async function serve(models, call) {
    const candidates = toCandidates(models).map(candidate => ({
      ...candidate,
      adapted: adaptCall(call, candidate.model, models, adapt),
    }));
    const usable = candidates.filter(({ adapted }) => !('skipped' in adapted));
    // No call is refused without a try.
    const lastResort = usable.every(({ name }) => breakers.waitMs(name) > 0)
      ? usable.toSorted((one, other) => breakers.waitMs(one.name) - breakers.waitMs(other.name))[0]
      : undefined;
    const misses: Miss[] = [];
    for (const candidate of candidates) {
      const { name, model, adapted } = candidate;
      if ('skipped' in adapted) {
        misses.push(toSkipped(name, adapted.skipped));
        continue;
      }
      throwIfAborted(call.abortSignal);
      const admission = candidate === lastResort ? breakers.force(name) : breakers.admit(name);
      if (admission === undefined) {
        const seconds = Math.ceil(breakers.waitMs(name) / 1000);
        misses.push(toSkipped(name, `it failed of late, and is tried again in ${seconds} s.`));
        continue;
      }
      try {
        const result = await asStep(call, 'attempt', { model: name }, () => send(model, adapted.params));
        if (breakers.settle(admission, 'success') === 'closed') emit({ type: 'closed', model: name });
        return tell(withWarnings(result, adapted.warnings), name, misses);
      } catch (error) {
        if (call.abortSignal?.aborted) {
          breakers.settle(admission, 'none');
          throw error;
        }
        const failure = toFailure(error);
        const told = toTold(name, failure);
        misses.push({ told, failure });
        // Whom its own limiter sends on says nothing of the service.
        const outcome = isOwnLimit(error) ? 'none' : outcomes[failure.class];
        if (breakers.settle(admission, outcome) === 'opened') {
          const { resetMs } = breaker;
          emit({ type: 'opened', model: name, class: failure.class, reason: told.reason, resetMs });
        }
        if (failure.class === 'badInput' || !on[failure.class]) break;
      }
    }
    throw toError(misses);
  };
}

async function send(model: ImageModelLike, params: ImageParams): Promise<ImageResult> {
  return sendInParts(model, params, async part =>
    toImageResult(await model.doGenerate(withoutOwnOptions(part, model)), model.modelId),
  );
}

/** Models with the names of their breakers: two accounts of one model fail each by itself. */
function toCandidates(models: readonly ImageModelLike[]): { model: ImageModelLike; name: string }[] {
  const names = models.map(nameOf);
  return models.map((model, index) => {
    const name = nameOf(model);
    return { model, name: names.indexOf(name) === index ? name : `${name} (${index + 1})` };
  });
}

function toSkipped(model: string, reason: string): Miss {
  return { told: { model, class: 'skipped', reason } };
}

function toFailure(error: unknown): Failure {
  const { class: kind, isUnstarted } = classifyError(error);
  // What may have been started is no plain outage, whatever else it is; a refusal of the prompt is final.
  return { error, class: isUnstarted || kind === 'moderation' ? kind : 'unknown', isUnstarted };
}

function toTold(model: string, { error, class: kind }: Failure): TriedModel {
  const cost = isRecord(error) && isRecord(error['cost']) ? error['cost'] : {};
  const [usd, buzz] = [cost['usd'], cost['buzz']];
  return {
    model,
    class: kind,
    reason: excerpt(messageOf(error)),
    ...(typeof usd === 'number' && { costUsd: usd }),
    ...(typeof buzz === 'number' && { costBuzz: buzz }),
  };
}

/** Says who served, and why those before did not. */
function tell(result: ImageResult, servedBy: string, misses: readonly Miss[]): ImageResult {
  const tried = misses.map(({ told }) => told);
  const warnings = tried.map(
    ({ model, class: kind, reason }) => `${servedBy} was asked, not ${model} (${kind}): ${reason}`,
  );
  return tellOf(withWarnings(result, warnings), () => ({ servedBy, tried }));
}

function toError(misses: readonly Miss[]): unknown {
  const failures = misses.flatMap(({ failure }) => failure ?? []);
  const errors = failures.map(({ error }) => error);
  const isUnstarted = failures.every(failure => failure.isUnstarted);
  const [only] = errors;
  const mayStay = isUnstarted || (isRecord(only) && only['isRetryable'] !== true);
  if (errors.length === 1 && mayStay) return only;
  const mayPass = failures.some(failure => outcomes[failure.class] === 'failure');
  const tried = misses.map(({ told }) => told);
  return new FallbackError({ tried, errors, isUnstarted, isRetryable: isUnstarted && mayPass });
}
