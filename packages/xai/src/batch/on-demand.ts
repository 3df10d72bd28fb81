import type { Experimental_BatchV4 as BatchV4 } from '@ai-sdk/provider';
import { copyInput } from '../copy-input.ts';
import type { XaiImageModelId } from '../gateways/models.ts';
import type { XaiService } from '../service/send.ts';
import type { XaiBatches } from './api.ts';
import { toBatchInput } from './call.ts';

/** The batch interface of AI SDK 7, for images. */
export type XaiBatchV4 = BatchV4<{ readonly image: XaiImageModelId }>;

/** The Batch API of a service. Its code is loaded with its first use, as most programs only make images. */
export function batchesOnDemand(service: XaiService): XaiBatches {
  const load = async () => (await import('./batches.ts')).createBatchOperations(service);
  return {
    async create(creation) {
      const input = toBatchInput(creation);
      return (await load()).create(input);
    },
    async add(id, requests) {
      const input = toBatchInput(requests);
      return (await load()).add(id, input);
    },
    async createFromFile(creation) {
      const input = toBatchInput(creation);
      return (await load()).createFromFile(input);
    },
    status: async (...batch) => (await load()).status(...batch),
    wait: async (...batch) => (await load()).wait(...batch),
    async *results(...batch) {
      yield* (await load()).results(...batch);
    },
    async *requests(...batch) {
      yield* (await load()).requests(...batch);
    },
    async *list(...query) {
      yield* (await load()).list(...query);
    },
    cancel: async (...batch) => (await load()).cancel(...batch),
  };
}

/** The Batch API in the words of AI SDK 7, loaded likewise. */
export function batchV4OnDemand(service: XaiService): XaiBatchV4 {
  const load = async () => (await import('./batch-v4.ts')).createBatchV4(service);
  return {
    specificationVersion: 'v4',
    provider: 'xai.batch',
    supportedUrls: {},
    async doStartBatch(options) {
      const requests = copyInput(options.requests);
      return (await load()).doStartBatch({ ...options, requests });
    },
    doGetBatchStatus: async options => (await load()).doGetBatchStatus(options),
    doGetBatchResults: async options => (await load()).doGetBatchResults(options),
    doCancelBatch: async options => (await load()).doCancelBatch(options),
    doListBatches: async options => (await load()).doListBatches(options),
  };
}
