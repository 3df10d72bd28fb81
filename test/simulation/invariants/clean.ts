import type { Play } from '../play.ts';
import type { Violation } from './violation.ts';

/** No unhandled rejection, no listener, timer or warning of the process left; the key in no output. */
export function clean(play: Play): readonly Violation[] {
  const { calls, complaints, timersLeft, shown, scenario } = play;
  const found: Violation[] = [];
  const add = (what: string, text: string): void => {
    found.push({ invariant: 'clean', sign: `${scenario.service} | ${what}`, text });
  };
  const [complaint] = complaints;
  if (complaint !== undefined) add(complaint.split(':')[0] ?? '', complaint);
  // A call that is made for the cache goes on after its caller has left, and so does the process of a run.
  const goesOn =
    scenario.bulk !== undefined ||
    calls.some(
      ({ end }) => end === 'died' || end === 'hangs' || (end === 'aborted' && scenario.stack?.cache),
    );
  if (timersLeft > 0 && !goesOn) {
    add('timers left', `${timersLeft} timers are set after all has ended`);
  }
  const listening = calls.find(
    ({ listeners, end }) => listeners.left > 0 && (end === 'result' || end === 'error'),
  );
  if (listening) add('listeners left', `${listening.listeners.left} listeners stay on the caller's signal`);
  // Node.js 20 warns on the console from the eleventh on.
  const crowded = calls.find(({ listeners }) => listeners.atOnce > 10);
  if (crowded)
    add('listeners at once', `${crowded.listeners.atOnce} listeners stood on the caller's signal at once`);
  const leaked = calls.find(({ apiKey }) =>
    [apiKey, apiKey.replaceAll('/', String.raw`\/`)].some(key => shown.includes(key)),
  );
  if (leaked) add('the key is shown', 'an error, a warning, metadata or progress holds the key');
  return found;
}
