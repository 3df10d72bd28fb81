import type { XaiService } from '../send.ts';
import { createBatchMethods, type XaiBatchV4 } from './batch-v4.ts';

/** The batch interface of AI SDK 7 for images. */
export function createBatchV4(service: XaiService): XaiBatchV4 {
  return {
    specificationVersion: 'v4',
    provider: 'xai.batch',
    supportedUrls: {},
    ...createBatchMethods(service),
  };
}
