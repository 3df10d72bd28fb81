import type { FilesV4, FilesV4UploadFileCallOptions, FilesV4UploadFileResult } from '@ai-sdk/provider';
import { convertBase64ToUint8Array, DownloadError, readResponseWithSizeLimit } from '@ai-sdk/provider-utils';
import { invalidArgumentInWords, parseStrict } from '@grok-image/core';
import * as z from 'zod/v4';
import { lifetimeSchema } from '../service/lifetime.ts';
import type { XaiFiles } from './api.ts';
import { maxFileBytes } from './upload.ts';

const optionsSchema = z.strictObject({
  expiresAfter: lifetimeSchema.optional(),
  purpose: z.string().optional(),
});

/** The Files API as itself and, called as a function, in the words of AI SDK 7. */
export type XaiFilesV4 = XaiFiles & (() => FilesV4);

/** Makes the Files API fit `uploadFile` of AI SDK 7. */
export function withFilesV4(files: XaiFiles): XaiFilesV4 {
  const filesV4: FilesV4 = {
    specificationVersion: 'v4',
    provider: 'xai.files',
    uploadFile: async options => uploadFile(files, options),
  };
  return Object.assign(() => filesV4, files);
}

async function uploadFile(
  files: XaiFiles,
  { data, filename, mediaType, abortSignal, headers, providerOptions }: FilesV4UploadFileCallOptions,
): Promise<FilesV4UploadFileResult> {
  const options = parseStrict(optionsSchema, providerOptions?.['xai'] ?? {}, 'providerOptions.xai');
  // Without a wait where there is no stream, as the caller may go on and change the bytes.
  const bytes = data.type === 'stream' ? await readStream(data.stream) : toBytes(data);
  return toResult(
    await files.upload({ ...options, data: bytes, filename, mediaType, abortSignal, headers }),
    mediaType,
  );
}

function toBytes(data: Exclude<FilesV4UploadFileCallOptions['data'], { type: 'stream' }>): Uint8Array {
  switch (data.type) {
    case 'data':
      return typeof data.data === 'string' ? convertBase64ToUint8Array(data.data) : data.data;
    case 'text':
      return new TextEncoder().encode(data.text);
    default:
      return data satisfies never;
  }
}

/** The whole of it, as the length of a form has to be known; no more than may be sent. */
async function readStream(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  // A stream that is not `Uint8Array<ArrayBuffer>` by its type is one all the same to `Response`.
  const response = new Response(
    stream.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
        transform: (chunk, controller) => controller.enqueue(chunk.slice()),
      }),
    ),
  );
  try {
    return await readResponseWithSizeLimit({ response, url: 'data', maxBytes: maxFileBytes });
  } catch (error) {
    if (!DownloadError.isInstance(error)) throw error;
    throw invalidArgumentInWords('data', 'a longer stream', 'at most 50 MB');
  }
}

function toResult(file: Awaited<ReturnType<XaiFiles['upload']>>, mediaType: string): FilesV4UploadFileResult {
  const { id, filename, bytes, createdAt, expiresAt } = file;
  return {
    providerReference: { xai: id },
    mediaType,
    filename,
    byteSize: bytes,
    ...(createdAt !== undefined && { createdAt: new Date(createdAt) }),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
    warnings: [],
  };
}
