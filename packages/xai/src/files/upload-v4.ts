import type { FilesV4UploadFileCallOptions, FilesV4UploadFileResult } from '@ai-sdk/provider';
import { convertBase64ToUint8Array, DownloadError, readResponseWithSizeLimit } from '@ai-sdk/provider-utils';
import { accepts, invalidArgumentInWords, parseOptions } from '@grok-image/core';
import { lifetimeOption } from '../service/lifetime.ts';
import type { XaiFiles } from './api.ts';
import { maxFileBytes } from './upload.ts';

const optionReaders = {
  expiresAfter: lifetimeOption,
  purpose: accepts(value => (typeof value === 'string' ? value : undefined), 'a text'),
};

/** Uploads a file as `uploadFile` of AI SDK 7 asks for it. */
export async function uploadFileV4(
  files: XaiFiles,
  { data, filename, mediaType, abortSignal, headers, providerOptions }: FilesV4UploadFileCallOptions,
): Promise<FilesV4UploadFileResult> {
  const options = parseOptions('xai', optionReaders, providerOptions?.['xai']);
  const bytes = await toBytes(data);
  return toResult(
    await files.upload({ ...options, data: bytes, filename, mediaType, abortSignal, headers }),
    mediaType,
  );
}

async function toBytes(data: FilesV4UploadFileCallOptions['data']): Promise<Uint8Array> {
  switch (data.type) {
    case 'data':
      return typeof data.data === 'string' ? convertBase64ToUint8Array(data.data) : data.data;
    case 'text':
      return new TextEncoder().encode(data.text);
    case 'stream':
      return readStream(data.stream);
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
