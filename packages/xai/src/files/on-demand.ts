import type { FilesV4 } from '@ai-sdk/provider';
import type { XaiService } from '../send.ts';
import type { XaiFiles } from './api.ts';

/** The Files API as itself and, called as a function, in the words of AI SDK 7. */
export type XaiFilesV4 = XaiFiles & (() => FilesV4);

/** The Files API of a service. Its code is loaded with its first use, as most programs only make images. */
export function filesOnDemand(service: XaiService): XaiFiles {
  const load = async () => (await import('./files.ts')).createFileOperations(service);
  return {
    upload: async (...upload) => (await load()).upload(...upload),
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

/** Makes the Files API fit `uploadFile` of AI SDK 7. */
export function withFilesV4(files: XaiFiles): XaiFilesV4 {
  const filesV4: FilesV4 = {
    specificationVersion: 'v4',
    provider: 'xai.files',
    uploadFile: async options => (await import('./upload-v4.ts')).uploadFileV4(files, options),
  };
  return Object.assign(() => filesV4, files);
}
