import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import FakeTimers from '@sinonjs/fake-timers';

/** When every play begins. */
const start = Date.UTC(2026, 10, 21, 12);

/** How often the event loop turns before time moves: what is under way in reality has ended by then. */
const turns = 2;

/** No play goes on for longer, in virtual milliseconds: sixty callers may each try for an hour to get what is theirs. */
const longestMs = 7 * 24 * 60 * 60 * 1000;

/** So often time may be asked to move and stand still: somebody repeats a request without a wait then. */
const mostStandstills = 10_000;

const { setImmediate, setTimeout: nativeSetTimeout, clearTimeout: nativeClearTimeout } = globalThis;

/** The play that work belongs to; none for that of a test runner around it, whose timers stay real. */
const playOf: AsyncLocalStorage<symbol> = new AsyncLocalStorage();

/** Time as a play sees it. */
export interface VirtualTime {
  /** Milliseconds since the beginning, whatever the wall clock says. */
  now(): number;
  /** Turns the wall clock, as a daemon or a person does; the monotonic clock does not notice. */
  turnWallClock(milliseconds: number): void;
  /** Something real is under way until the returned function is called. */
  hold(): () => void;
  /** Lets so many virtual milliseconds pass. */
  sleep(milliseconds: number): Promise<void>;
  /** Timers that are set, without those of `sleep`. */
  timers(): number;
}

/**
 * Runs a play in virtual time: timers, both clocks and `AbortSignal.timeout` are fake, and time moves only while nothing
 * real is pending.
 *
 * @throws what the play throws, and a RangeError when it does not end
 */
export function inVirtualTime<T>(play: (time: VirtualTime) => Promise<T>): Promise<T> {
  return playOf.run(Symbol('play'), () => run(play));
}

async function run<T>(play: (time: VirtualTime) => Promise<T>): Promise<T> {
  const clock = FakeTimers.install({
    now: start,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
  const stopParting = partTimers();
  Reflect.defineProperty(crypto.subtle, 'digest', { value: digestAtOnce, configurable: true });
  const native = AbortSignal.timeout;
  AbortSignal.timeout = fakeTimeout;
  const begunAt = performance.now();
  const elapsed = (): number => performance.now() - begunAt;
  let sleepers = 0;
  const real = { held: 0 };
  const time: VirtualTime = {
    now: elapsed,
    turnWallClock: milliseconds => clock.setSystemTime(clock.now + milliseconds),
    hold() {
      real.held++;
      return () => void real.held--;
    },
    sleep: milliseconds =>
      new Promise(resolve => {
        sleepers++;
        setTimeout(() => {
          sleepers--;
          resolve();
        }, milliseconds);
      }),
    timers: () => clock.countTimers() - sleepers,
  };
  const state = { isOver: false };
  try {
    const over = play(time).finally(() => {
      state.isOver = true;
    });
    // Told to the caller below; until then nobody listens.
    over.catch(() => undefined);
    let standstills = 0;
    while (!state.isOver) {
      for (let turn = 0; turn < turns || real.held > 0; turn++) await new Promise<void>(turnOf);
      if (state.isOver) break;
      if (clock.countTimers() === 0 || elapsed() > longestMs) {
        throw new RangeError(
          `Failed to end a play: after ${elapsed()} ms, ${clock.countTimers()} timers are left.`,
        );
      }
      const before = elapsed();
      clock.next();
      standstills = elapsed() > before ? 0 : standstills + 1;
      if (standstills > mostStandstills) {
        throw new RangeError(`Failed to end a play: time stands still at ${before} ms, and it goes on.`);
      }
    }
    return await over;
  } finally {
    AbortSignal.timeout = native;
    Reflect.deleteProperty(crypto.subtle, 'digest');
    stopParting();
    clock.uninstall();
  }
}

/** Gives fake timers to this play only: what an earlier one left unfinished sets none any more. Returns what undoes it. */
function partTimers(): () => void {
  const current = playOf.getStore();
  const { setTimeout: fakeSet, clearTimeout: fakeClear } = globalThis;
  globalThis.setTimeout = parted(fakeSet, nativeSetTimeout, current);
  globalThis.clearTimeout = parted(fakeClear, nativeClearTimeout, current);
  return () => {
    globalThis.setTimeout = fakeSet;
    globalThis.clearTimeout = fakeClear;
  };
}

function parted<T extends object & ((...values: never) => unknown)>(
  fake: T,
  native: T,
  current: symbol | undefined,
): T {
  return new Proxy(fake, {
    apply(_, self, values) {
      const play = playOf.getStore();
      if (play !== undefined && play !== current) return undefined;
      return Reflect.apply(play ? fake : native, self, values);
    },
  });
}

function turnOf(resolve: () => void): void {
  setImmediate(resolve);
}

/** On this thread: that of others ends after a time that is real. */
async function digestAtOnce(_algorithm: string, bytes: Uint8Array): Promise<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(bytes).digest()).buffer;
}

function fakeTimeout(milliseconds: number): AbortSignal {
  const controller = new AbortController();
  const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  setTimeout(() => controller.abort(reason), milliseconds);
  return controller.signal;
}
