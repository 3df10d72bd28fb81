import { isRecord } from '@ai-sdk/provider-utils';
import { excerpt, messageOf, throwIfAborted } from '@grok-image/core/internal';
import { classifyError, isOwnLimit, type ErrorClass } from '../stack/classify.ts';
import { asStep, contextOf, type LostCall } from '../stack/context.ts';
import { portOf } from '../stack/digest.ts';
import type { ImageMiddleware } from '../stack/middleware.ts';
import { nameOf, type ImageModelLike, type ImageParams, type ImageResult } from '../stack/model.ts';
import { toImageResult } from '../stack/result.ts';
import { routeMiddleware } from '../stack/route.ts';
import { tellOf, withWarnings } from '../stack/told.ts';
import { compose } from '../stack/wrap.ts';
import { adaptCall, type AdaptedCall } from './adapt.ts';
import { createBreakers, type BreakerOutcome } from './breaker.ts';
import { FallbackError, type TriedModel } from './fallback-error.ts';
import type { FallbackEvent, FallbackSettings } from './options.ts';

/**
 * Serves a call by the first of its models that can; one that was sent before and is looked for now, by those that it was
 * sent to.
 *
 * @throws the abort reason; the error of the only model that was asked, unless AI SDK would repeat it although it may be
 * billed; else FallbackError
 */
export type Serve = (call: ImageParams) => Promise<ImageResult>;

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

/**
 * Lets models stand in for each other, of which all but the last do not wait out a rate limit of their own.
 *
 * @param around - what stands around the last of them, and around each of the others
 */
export type Chain = (
  models: readonly ImageModelLike[],
  around?: (isLast: boolean) => readonly ImageMiddleware[],
) => Serve;

/** Makes what lets models stand in for each other; it holds the breakers, by their names. */
export function createChain({ on, breaker, adapt, onEvent }: FallbackSettings): Chain {
  const breakers = createBreakers(breaker, () => performance.now());
  const emit = (event: FallbackEvent) => {
    try {
      onEvent?.(event);
    } catch {
      // Whoever listens costs nobody a picture.
    }
  };
  return (models, around = () => []) => {
    const named = toCandidates(models, around);
    const adaptTo = (call: ImageParams) =>
      named.map(one => ({ ...one, adapted: adaptCall(call, one.model, models, adapt) }));
    return call => {
      const lost = contextOf(call)?.lost;
      return lost ? findAgain(adaptTo(call), lost) : serve(adaptTo(call), call);
    };
  };

  async function serve(candidates: readonly Candidate[], call: ImageParams): Promise<ImageResult> {
    const usable = candidates.filter(({ adapted }) => !('skipped' in adapted));
    // No call is refused without a try.
    const lastResort = usable.every(({ name }) => breakers.waitMs(name) > 0)
      ? usable.toSorted((one, other) => breakers.waitMs(one.name) - breakers.waitMs(other.name))[0]
      : undefined;
    const misses: Miss[] = [];
    for (const candidate of candidates) {
      const { name, adapted } = candidate;
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
        const result = await asStep(call, 'attempt', { model: name }, () => send(candidate, adapted.params));
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
        if (failure.isUnstarted) contextOf(call)?.turnedAway();
      }
    }
    throw toError(misses);
  }
}

/** A model, and what it is sent of a call. */
interface Candidate {
  /** That of its breaker: two accounts of one model fail each by itself. */
  readonly name: string;
  readonly model: ImageModelLike;
  /** The same with what stands around it. */
  readonly layered: ImageModelLike;
  readonly adapted: AdaptedCall;
}

function toCandidates(
  models: readonly ImageModelLike[],
  around: (isLast: boolean) => readonly ImageMiddleware[],
): Omit<Candidate, 'adapted'>[] {
  const names = models.map(nameOf);
  return models.map((model, index) => {
    const own = nameOf(model);
    const name = names.indexOf(own) === index ? own : `${own} (${index + 1})`;
    const isLast = index === models.length - 1;
    const layers = [routeMiddleware(name), ...around(isLast)];
    return { name, model, layered: compose(isLast ? model : withoutPatience(model), layers) };
  });
}

/** The same model, which says at once that there are too many requests, where it can be told to. */
function withoutPatience(model: ImageModelLike): ImageModelLike {
  return portOf(model)?.with({ rateLimit: false }) ?? model;
}

async function send({ layered }: Candidate, params: ImageParams): Promise<ImageResult> {
  return toImageResult(await layered.doGenerate(params), layered.modelId);
}

/**
 * Asks those that a call was sent to for what they have made, and nobody else: it would be paid again. The one that it went to
 * last is asked last, as it may carry out now what never arrived there.
 */
async function findAgain(candidates: readonly Candidate[], lost: LostCall): Promise<ImageResult> {
  let unanswered: unknown = lost.refusal;
  for (const { model: name } of lost.sentTo) {
    const candidate = candidates.find(one => one.name === name);
    if (candidate === undefined || 'skipped' in candidate.adapted) continue;
    const { params, warnings } = candidate.adapted;
    // What the others may have billed counts as it did when they were asked.
    const others = lost.sentTo.filter(({ model }) => model !== name).map(one => toSentBefore(one, lost));
    try {
      return tell(withWarnings(await send(candidate, params), warnings), name, others);
    } catch (error) {
      if (error === lost.refusal) continue;
      if (params.abortSignal?.aborted) throw error;
      const failure = toFailure(error);
      // Nor does what it says of its own bill speak for them.
      const isAlone = others.length === 0 || failure.isUnstarted;
      // Another one may have it all the same.
      unanswered = isAlone ? error : toError([{ told: toTold(name, failure), failure }, ...others]);
    }
  }
  throw unanswered;
}

function toSkipped(model: string, reason: string): Miss {
  return { told: { model, class: 'skipped', reason } };
}

function toSentBefore({ model }: LostCall['sentTo'][number], { refusal }: LostCall): Miss {
  return {
    told: { model, class: 'unknown', reason: 'it was sent there before, and may have been billed.' },
    failure: { error: refusal, class: 'unknown', isUnstarted: false },
  };
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
