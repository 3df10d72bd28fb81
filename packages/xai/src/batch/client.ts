import type { XaiService } from '../send.ts';
import type { XaiBatches } from './api.ts';

/** The Batch API, whose code is loaded when it is first used. */
export function createBatches(service: XaiService): XaiBatches {
  const load = async (): Promise<XaiBatches> => (await import('./batches.ts')).createBatchOperations(service);
  return {
    create: async creation => (await load()).create(creation),
    add: async (id, requests) => (await load()).add(id, requests),
    createFromFile: async creation => (await load()).createFromFile(creation),
    status: async (id, options) => (await load()).status(id, options),
    wait: async (id, options) => (await load()).wait(id, options),
    async *results(id, options) {
      yield* (await load()).results(id, options);
    },
    async *requests(id, options) {
      yield* (await load()).requests(id, options);
    },
    async *list(options) {
      yield* (await load()).list(options);
    },
    cancel: async (id, options) => (await load()).cancel(id, options),
  };
}
