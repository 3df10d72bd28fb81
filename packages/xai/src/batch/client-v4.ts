import type { XaiService } from '../send.ts';
import type { BatchMethods, XaiBatchV4 } from './batch-v4.ts';

/** The batch interface of AI SDK 7 for images, whose code is loaded when it is first used. */
export function createBatchV4(service: XaiService): XaiBatchV4 {
  const load = async (): Promise<BatchMethods> => (await import('./batch-v4.ts')).createBatchMethods(service);
  return {
    specificationVersion: 'v4',
    provider: 'xai.batch',
    supportedUrls: {},
    doStartBatch: async options => (await load()).doStartBatch(options),
    doGetBatchStatus: async options => (await load()).doGetBatchStatus(options),
    doGetBatchResults: async options => (await load()).doGetBatchResults(options),
    doCancelBatch: async options => (await load()).doCancelBatch(options),
    doListBatches: async options => (await load()).doListBatches(options),
  };
}
