/** Works on so many things at once. */
export interface Pool {
  /** Begins work; resolves as soon as there is room for more. Rejects with what earlier work has thrown. */
  begin(work: () => Promise<void>): Promise<void>;
  /** Resolves when all work has ended. */
  drained(): Promise<void>;
}

export function createPool(most: number): Pool {
  let running = 0;
  let wake: (() => void) | undefined;
  const failures: unknown[] = [];
  const until = async (isReached: () => boolean) => {
    while (!isReached()) {
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
    if (failures.length > 0) throw failures[0];
  };
  return {
    async begin(work) {
      running++;
      void work()
        .catch((error: unknown) => failures.push(error))
        .finally(() => {
          running--;
          wake?.();
        });
      await until(() => running < most || failures.length > 0);
    },
    drained: () => until(() => running === 0),
  };
}
