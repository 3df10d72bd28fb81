export { billOnceMiddleware, type BillOnceOptions } from './bill-once-middleware.ts';
export { IdempotencyKeyError, type IdempotencyKeyReason } from './errors.ts';
