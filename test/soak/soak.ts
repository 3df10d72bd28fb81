import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Books } from './books.ts';
import { imagesOf, makeCall } from './call.ts';
import { startRemoteEmulator } from './emulator.ts';

/** Calls under way at any moment. */
const parallelCalls = 50;

/** The first parts of a run warm up: code is compiled, pools are filled. */
const warmUpRounds = 2;

/** Until kept-alive sockets are closed by both sides, in milliseconds: Node.js keeps them for 4 to 5 seconds. */
const keepAliveMs = 6500;

/** What a run showed. */
export interface Soak {
  readonly books: Books;
  readonly requests: number;
  readonly seconds: number;
  /** Bytes on the heap after a full collection: once after warming up, then after every round. */
  readonly heap: readonly number[];
  /** Growth from the first to the last of them, as a share. */
  readonly heapGrowth: number;
  /** What was open before the first call, and after the last when all sockets had the time to close. */
  readonly resources: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Listeners that are left on the signal which all calls shared. */
  readonly listeners: number;
  /** Warnings of Node.js itself, e.g. of listeners. */
  readonly warnings: readonly string[];
}

/**
 * Makes so many images and measures what is left of it.
 *
 * @param rounds - parts of the run; the heap is measured after each, while nothing is under way
 */
export async function soak(images: number, rounds: number, collectGarbage: () => void): Promise<Soak> {
  // AI SDK prints every warning of a model, which here are hundreds.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const warnings: string[] = [];
  process.on('warning', ({ message }) => warnings.push(message));
  const emulator = await startRemoteEmulator();
  const { signal } = new AbortController();
  const before = process.getActiveResourcesInfo();
  const begunAt = performance.now();
  const heap: number[] = [];
  let next = 0;
  let made = 0;
  for (let round = 1; round <= rounds; round++) {
    const work = async () => {
      while (made < (images * round) / rounds) {
        const index = next++;
        made += imagesOf(index);
        emulator.record(await makeCall(index, emulator.baseURLs, signal));
      }
    };
    await Promise.all(Array.from({ length: parallelCalls }, work));
    if (round > warmUpRounds) heap.push(await measureHeap(collectGarbage));
    else await measureHeap(collectGarbage);
  }
  const seconds = (performance.now() - begunAt) / 1000;
  const { books, requests } = await emulator.readBooks();
  const listeners = getEventListeners(signal, 'abort').length;
  await sleep(keepAliveMs);
  const after = process.getActiveResourcesInfo();
  await emulator.stop();
  const [first = 0] = heap;
  const heapGrowth = (heap.at(-1) ?? 0) / first - 1;
  const resources = { before, after };
  return {
    books,
    requests,
    seconds,
    heap,
    heapGrowth,
    resources,
    listeners,
    warnings,
  };
}

/** Several collections, because finalizers of one free what the next collects. */
async function measureHeap(collectGarbage: () => void): Promise<number> {
  for (let pass = 0; pass < 4; pass++) {
    collectGarbage();
    await sleep(20);
  }
  return process.memoryUsage().heapUsed;
}
