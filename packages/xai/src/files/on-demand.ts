import type { FilesV4 } from '@ai-sdk/provider';
import { invalidArgument } from '@grok-image/core';
import { copyInput } from '../copy-input.ts';
import type { XaiService } from '../service/send.ts';
import type { XaiFiles } from './api.ts';

/** The Files API as itself and, called as a function, in the words of AI SDK 7. */
export type XaiFilesV4 = XaiFiles & (() => FilesV4);

/** The Files API of a service. Its code is loaded with its first use, as most programs only make images. */
export function filesOnDemand(service: XaiService): XaiFiles {
  const load = async () => (await import('./files.ts')).createFileOperations(service);
  return {
    async upload({ data, filename, mediaType, expiresAfter, purpose, headers, abortSignal }) {
      const upload = {
        data: copyData(data),
        filename,
        mediaType,
        expiresAfter,
        purpose,
        headers,
        abortSignal,
      };
      return (await load()).upload(upload);
    },
    get: async (...file) => (await load()).get(...file),
    async *list(...query) {
      yield* (await load()).list(...query);
    },
    content: async (...file) => (await load()).content(...file),
    delete: async (...file) => (await load()).delete(...file),
    publicUrl: async (...file) => (await load()).publicUrl(...file),
    revokePublicUrl: async (...file) => (await load()).revokePublicUrl(...file),
  };
}

/**
 * A copy, as the caller may go on and change the bytes; a Blob never changes.
 *
 * @throws InvalidArgumentError for anything else
 */
function copyData(data: unknown): Blob | Uint8Array<ArrayBuffer> {
  if (data instanceof Blob) return data;
  // Not `slice`, which gives a view of a `Buffer`.
  if (data instanceof Uint8Array) return new Uint8Array(data);
  if (data instanceof ArrayBuffer) return new Uint8Array(data.slice());
  throw invalidArgument('data', data, 'a Uint8Array, an ArrayBuffer or a Blob');
}

/** Makes the Files API fit `uploadFile` of AI SDK 7. */
export function withFilesV4(files: XaiFiles): XaiFilesV4 {
  const filesV4: FilesV4 = {
    specificationVersion: 'v4',
    provider: 'xai.files',
    async uploadFile(options) {
      const data = copyInput(options.data);
      return (await import('./upload-v4.ts')).uploadFileV4(files, { ...options, data });
    },
  };
  return Object.assign(() => filesV4, files);
}
