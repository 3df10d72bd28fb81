/** When a breaker opens, and for how long. */
export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** Milliseconds after which one call tries the model again. */
  readonly resetMs: number;
}

/** A call that was let through. */
export interface Admission {
  readonly name: string;
  /** How often the breaker had opened by then: what was sent before it opened says nothing of how things are now. */
  readonly opened: number;
}

/** How a call ended, as far as it matters here; `none` says nothing of the service, as an abort or bad input does. */
export type BreakerOutcome = 'success' | 'failure' | 'unknown' | 'none';

/** The breakers of several models, by name. */
export interface Breakers {
  /** Lets a call through; `undefined` while the breaker is open. After `resetMs` one call may try. */
  admit(name: string): Admission | undefined;
  /** Lets a call through although the breaker is open. */
  force(name: string): Admission;
  /** Milliseconds until a call is let through. */
  waitMs(name: string): number;
  /** Notes how a call ended, and says what became of the breaker by that. */
  settle(admission: Admission, outcome: BreakerOutcome): 'opened' | 'closed' | undefined;
}

interface State {
  failures: number;
  opened: number;
  /** When the next call may try, by the clock; `undefined` while closed. */
  retryAt: number | undefined;
}

/**
 * Makes breakers that keep calls away from a model that fails: an outcome that may have been billed opens one at once, any
 * other failure only after some in a row. They hold no timer: they look at the clock when they are asked.
 *
 * @param now - a clock in milliseconds that is never set back
 */
export function createBreakers({ failures: most, resetMs }: BreakerSettings, now: () => number): Breakers {
  const states = new Map<string, State>();
  const stateOf = (name: string) => {
    const state = states.get(name) ?? { failures: 0, opened: 0, retryAt: undefined };
    states.set(name, state);
    return state;
  };
  const force = (name: string) => ({ name, opened: stateOf(name).opened });
  const waitMs = (name: string) => Math.max(0, (stateOf(name).retryAt ?? now()) - now());
  return {
    force,
    waitMs,
    admit(name) {
      if (waitMs(name) > 0) return undefined;
      const state = stateOf(name);
      // The others stay away meanwhile; and if it never ends, another one tries after the same time.
      if (state.retryAt !== undefined) state.retryAt = now() + resetMs;
      return force(name);
    },
    settle({ name, opened }, outcome) {
      const state = stateOf(name);
      if (opened !== state.opened) return undefined;
      const wasOpen = state.retryAt !== undefined;
      switch (outcome) {
        case 'success':
          Object.assign(state, { failures: 0, retryAt: undefined });
          return wasOpen ? 'closed' : undefined;
        case 'failure':
        case 'unknown':
          state.failures += 1;
          if (outcome === 'failure' && !wasOpen && state.failures < most) return undefined;
          state.opened += 1;
          state.retryAt = now() + resetMs;
          return wasOpen ? undefined : 'opened';
        case 'none':
          // It told nothing, so that the next call may try.
          if (wasOpen) state.retryAt = now();
          return undefined;
        default:
          return outcome satisfies never;
      }
    },
  };
}
