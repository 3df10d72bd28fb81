import { functionSchema, lazy } from '@grok-image/core/internal';
import { parseStrict } from '@grok-image/core';
import * as z from 'zod/v4';
import { createMiddleware, type ImageMiddleware } from '../stack/middleware.ts';
import { routed } from '../stack/route.ts';
import type { TenantOf } from '../stack/tenant.ts';
import { compose, onceAModel } from '../stack/wrap.ts';
import type { BlobStore } from '../stores/blob-store.ts';
import type { Ledger } from '../stores/ledger.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { memoryLedger } from '../stores/memory/memory-ledger.ts';
import { blobStoreSchema, ledgerSchema } from '../stores/shapes.ts';
import { callUnderKey } from './key.ts';
import { payOnce } from './once.ts';

/** Settings of `billOnceMiddleware`. */
export interface BillOnceOptions {
  /** Where keys are noted: shared by all processes that may see one twice. Default this process. */
  readonly ledger?: Ledger | undefined;
  /** Where the pictures of calls under a key are kept. Default this process, 100 MB. */
  readonly blobs?: BlobStore | undefined;
  /** Milliseconds for which a key is known after its call, default 7 days. */
  readonly keyTtl?: number | undefined;
  /** Whose key it is: the same key of two tenants is two keys. */
  readonly tenant?: TenantOf | undefined;
  /** Tells environments apart that share a store, default `'default'`. */
  readonly namespace?: string | undefined;
  /**
   * Whether services that can put pictures into the store themselves may, for calls under a key, so that pictures of a process
   * that died are found there. They have to reach it. Default `true`.
   */
  readonly uploads?: boolean | undefined;
  /** What happens to a call under a key when the ledger does not answer, default `'refuse'`. */
  readonly onStoreFailure?: 'refuse' | 'allow' | undefined;
  /** Tells of further errors, of a service that is well known, that certainly nothing was started. */
  readonly certain?: ((error: unknown) => boolean) | undefined;
}

const week = 7 * 24 * 60 * 60 * 1000;

const optionsSchema = lazy(() =>
  z.strictObject({
    ledger: ledgerSchema().optional(),
    blobs: blobStoreSchema().optional(),
    keyTtl: z.number().positive('milliseconds above 0').optional(),
    tenant: functionSchema<TenantOf>().optional(),
    namespace: z.string().min(1).optional(),
    uploads: z.boolean().optional(),
    onStoreFailure: z.enum(['refuse', 'allow']).optional(),
    certain: functionSchema<(error: unknown) => boolean>().optional(),
  }),
);

/**
 * Pays once: what AI SDK would send again although it may be billed, it does not send again, for the models of any
 * provider. A lost connection, a 502 and an answer without a picture cost up to three bills without it.
 *
 * With `providerOptions.grokImage.key`, the caller's idempotency key, a second call under it, in this or another process,
 * waits for the first and gets its result, or is told that it may have been billed.
 *
 * @throws InvalidArgumentError for options that are none; its calls throw IdempotencyKeyError
 * @example
 * const model = wrapImageModel({ model: openai.image('gpt-image-2'), middleware: billOnceMiddleware() });
 * await generateImage({ model, prompt, providerOptions: { grokImage: { key: orderId } } });
 */
export function billOnceMiddleware(options: BillOnceOptions = {}): ImageMiddleware {
  const once = onceMiddleware(options);
  const key = keyMiddleware(options);
  const paidOnce = onceAModel(model => routed(compose(model, [once])));
  return {
    ...key,
    wrapGenerate: ({ params, model }) => key.wrapGenerate({ params, model: paidOnce(model) }),
  };
}

/** Only what errors mean: stands next to a model, behind everything else. */
export function onceMiddleware({ certain }: Pick<BillOnceOptions, 'certain'> = {}): ImageMiddleware {
  return createMiddleware({ each: 'request', treat: call => payOnce(call, certain) });
}

/** Only the key: stands around a cache, a budget and a fallback. */
export function keyMiddleware(options: BillOnceOptions = {}): ImageMiddleware {
  const {
    ledger = memoryLedger(),
    blobs = memoryBlobs(),
    keyTtl = week,
    tenant,
    namespace = 'default',
    uploads = true,
    onStoreFailure = 'refuse',
  } = parseStrict(optionsSchema(), options, 'billOnce');
  const settings = { ledger, blobs, keyTtl, tenant, namespace, onStoreFailure, uploads };
  return createMiddleware({ each: 'call', treat: call => callUnderKey(call, settings) });
}
