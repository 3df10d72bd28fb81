import type { ReceivedRequest } from '../world/request.ts';

/** What was received, in order. */
export interface RequestLog {
  /** Stays the same array. */
  readonly entries: readonly ReceivedRequest[];
  add(request: ReceivedRequest): void;
  clear(): void;
}

/** Bytes of bodies that are kept, 256 MiB; beyond, the oldest requests lose theirs. */
const maxBodyBytes = 268_435_456;

export function createRequestLog(limit: number = maxBodyBytes): RequestLog {
  const entries: ReceivedRequest[] = [];
  let held = 0;
  let forgotten = 0;
  return {
    entries,
    add(request) {
      entries.push(request);
      held += request.bytes.length;
      while (held > limit && forgotten < entries.length - 1) {
        held -= entries[forgotten]?.bytes.length ?? 0;
        Object.assign(entries[forgotten] ?? {}, { body: undefined, bytes: new Uint8Array() });
        forgotten += 1;
      }
    },
    clear() {
      entries.length = 0;
      held = 0;
      forgotten = 0;
    },
  };
}
