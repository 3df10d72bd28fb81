import { isRecord } from '@ai-sdk/provider-utils';

/** At most so many at once, so that none of them waits long for the others of its transaction. */
const most = 50;

/** For how long those under way are waited for, in milliseconds: a connection that died in silence holds up nobody else. */
const patienceMs = 100;

interface Waiting {
  readonly argument: object;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets calls of one operation that come while others of it are under way go together, in one round trip and one
 * transaction. Where all of them need the lock of one account, two hundred calls are a handful of transactions that wait
 * for each other, not two hundred.
 *
 * @param ask - does all of them or none, and answers in their order
 */
export function together(
  ask: (list: readonly object[]) => Promise<readonly unknown[]>,
): (argument: object) => Promise<unknown> {
  const line: Waiting[] = [];
  let isUnderWay = false;
  const go = async (): Promise<void> => {
    isUnderWay = true;
    while (line.length > 0) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const passed = new Promise(resolve => {
        timer = setTimeout(resolve, patienceMs);
      });
      await Promise.race([answer(line.splice(0, most), ask), passed]);
      clearTimeout(timer);
    }
    isUnderWay = false;
  };
  return argument =>
    new Promise((resolve, reject) => {
      line.push({ argument, resolve, reject });
      if (!isUnderWay) void go();
    });
}

async function answer(
  calls: readonly Waiting[],
  ask: (list: readonly object[]) => Promise<readonly unknown[]>,
): Promise<void> {
  try {
    const answers = await ask(calls.map(({ argument }) => argument));
    for (const [index, { resolve }] of calls.entries()) resolve(answers[index]);
  } catch (error) {
    // What the server refused was taken back as a whole: one of them may be the cause, and the others go without it.
    const isRefused = isRecord(error) && 'severity' in error;
    if (calls.length > 1 && isRefused) for (const call of calls) await answer([call], ask);
    else for (const { reject } of calls) reject(error);
  }
}
