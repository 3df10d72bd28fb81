import type { FilesV4 } from '@ai-sdk/provider';
import type { XaiFiles } from './api.ts';
import { createFileMethods } from './files-v4.ts';

/** The Files API as itself and, called as a function, in the words of AI SDK 7. */
export type XaiFilesV4 = XaiFiles & (() => FilesV4);

/** Makes the Files API fit `uploadFile` of AI SDK 7. */
export function withFilesV4(files: XaiFiles): XaiFilesV4 {
  const filesV4: FilesV4 = {
    specificationVersion: 'v4',
    provider: 'xai.files',
    ...createFileMethods(files),
  };
  return Object.assign(() => filesV4, files);
}
