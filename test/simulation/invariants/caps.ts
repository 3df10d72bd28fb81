import { ContentModerationError } from '@grok-image/xai';
import type { Attempt, PlayedCall } from '../caller/told.ts';
import type { Play } from '../play.ts';
import { exchangesOf } from './facts.ts';
import type { Violation } from './violation.ts';

/** What a picture costs, in ticks or Buzz. */
const priceOf = { usd: 200_000_000, buzz: 26 };

/** For how long a process that is gone, or reaches no store, keeps its place among those that run, less a margin. */
const placeMs = 20_000;

/** A budget lets nothing through that it has no room for, and nothing while it is stopped. */
export function caps(play: Play): readonly Violation[] {
  return [...tooMuch(play), ...tooMany(play), ...inSpiteOfRefusals(play), ...whileStopped(play)];
}

function tooMuch({ scenario, bills }: Play): Violation[] {
  const { service, stack } = scenario;
  const { pictures } = stack?.budget ?? {};
  if (pictures === undefined) return [];
  const most = pictures * (service === 'civitai' ? priceOf.buzz : priceOf.usd);
  const billed = bills.reduce((sum, { cost }) => sum + cost, 0);
  if (billed <= most) return [];
  return [violation(scenario, 'more is billed than may be', `${billed} units are billed of ${most}`)];
}

function tooMany(play: Play): Violation[] {
  const { scenario, calls } = play;
  const { inFlight } = scenario.stack?.budget ?? {};
  if (inFlight === undefined) return [];
  const mayLapse = scenario.stack?.stores === 'fail';
  const runs = calls.flatMap(call => call.attempts.map(attempt => ({ call, attempt })));
  return calls.flatMap(call =>
    exchangesOf(play, call, 'submit').flatMap(({ atMs }): Violation[] => {
      const running = runs.filter(
        ({ call: other, attempt }) =>
          isRunning(attempt, atMs) &&
          exchangesOf(play, other, 'submit').some(
            sent => sent.atMs <= atMs && sent.atMs >= attempt.startedAtMs,
          ) &&
          (other.end !== 'died' || atMs - other.endedAtMs < placeMs) &&
          (!mayLapse || atMs - attempt.startedAtMs < placeMs),
      );
      if (running.length <= inFlight) return [];
      const text = `${running.length} calls run at ${atMs} ms, ${inFlight} may`;
      return [violation(scenario, 'more run than may', text)];
    }),
  );
}

function isRunning({ startedAtMs, endedAtMs = Infinity }: Attempt, atMs: number): boolean {
  return startedAtMs <= atMs && endedAtMs > atMs;
}

/** A refusal is counted when its call has ended, by a store that is there and in time. */
function inSpiteOfRefusals(play: Play): Violation[] {
  const { scenario, calls } = play;
  const { refusals } = scenario.stack?.budget ?? {};
  const { stores } = scenario.stack ?? {};
  if (refusals === undefined || stores === 'fail' || stores === 'lag') return [];
  const ended = calls
    .flatMap(({ attempts }) => attempts)
    .filter(({ error }) => ContentModerationError.isInstance(error))
    .map(({ endedAtMs = Infinity }) => endedAtMs)
    .toSorted((one, other) => one - other);
  const fromMs = ended[refusals - 1];
  if (fromMs === undefined) return [];
  return sentFrom(play, fromMs).map(({ index }) =>
    violation(scenario, 'sent in spite of refusals', `call ${index} was sent after ${refusals} refusals`),
  );
}

function whileStopped(play: Play): Violation[] {
  const { scenario, operator } = play;
  const stopped = operator?.stopped;
  if (stopped === undefined) return [];
  return sentFrom(play, stopped.fromMs, stopped.untilMs).map(({ index }) =>
    violation(scenario, 'sent while stopped', `call ${index} was sent after ${stopped.fromMs} ms`),
  );
}

/** Calls that began after a time and sent something before another one. */
function sentFrom(play: Play, fromMs: number, untilMs: number = Infinity): PlayedCall[] {
  return play.calls.filter(call =>
    call.attempts.some(
      ({ startedAtMs, endedAtMs = Infinity }) =>
        startedAtMs > fromMs &&
        exchangesOf(play, call, 'submit').some(
          ({ atMs }) => atMs >= startedAtMs && atMs <= endedAtMs && atMs < untilMs,
        ),
    ),
  );
}

function violation({ service }: Play['scenario'], what: string, text: string): Violation {
  return { invariant: 'caps', sign: `${service} | ${what}`, text };
}
