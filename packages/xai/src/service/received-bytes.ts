import { isArrayBuffer } from '@grok-image/core/internal';

/**
 * Bytes that were received, by a type that `Response` and `Blob` of the DOM take, which refuse a shared buffer. What
 * stands on an ordinary buffer, as all that is received does, is not copied.
 */
export function receivedBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return isOnOwnBuffer(bytes) ? bytes : new Uint8Array(bytes);
}

function isOnOwnBuffer(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return isArrayBuffer(bytes.buffer);
}
