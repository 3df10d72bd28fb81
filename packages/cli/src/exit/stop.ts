/** What Ctrl-C asks for. */
export interface Stop {
  /** Aborts at the first Ctrl-C: nothing new is sent, and what is paid is fetched. */
  readonly soft: AbortSignal;
  /** Aborts at the second: everything ends now. */
  readonly hard: AbortSignal;
  /** Says what is told at the first, and at the second how to go on. */
  describe(words: () => string, goOn?: () => string): void;
}

/** What the second Ctrl-C ends calls with. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

const stopping = () => 'Stopping.';

/**
 * Listens for Ctrl-C and for SIGTERM while a command runs.
 *
 * @param tell - shows a line
 * @returns the signals, and what stops listening
 */
export function listenForStop(tell: (line: string) => void): Stop & { readonly end: () => void } {
  const soft = new AbortController();
  const hard = new AbortController();
  let words = stopping;
  let advice: (() => string) | undefined;
  const hear = () => {
    if (soft.signal.aborted) {
      if (advice) tell(advice());
      hard.abort(new StoppedError('Stopped by a second Ctrl-C.'));
      return;
    }
    tell(`${words()} Ctrl-C again stops now.`);
    soft.abort(new StoppedError('Stopped by Ctrl-C.'));
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, hear);
  return {
    soft: soft.signal,
    hard: hard.signal,
    describe(of, goOn) {
      words = of;
      advice = goOn;
    },
    end() {
      for (const signal of signals) process.off(signal, hear);
    },
  };
}
