/**
 * Whether a value is a `Uint8Array`, a `Buffer` among them. By what it is, not by its class: bytes of another realm, as in
 * jest or `node:vm`, have a class of their own.
 */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && tagOf(value) === 'Uint8Array';
}

/** Whether a value is a `Blob` or a `File`, of whichever realm. */
export function isBlob(value: unknown): value is Blob {
  return ['Blob', 'File'].includes(tagOf(value));
}

/** Whether a value is an `ArrayBuffer`, of whichever realm. */
export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return tagOf(value) === 'ArrayBuffer';
}

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

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
