import type {
  FilesV4,
  FilesV4GetFileMetadataResult,
  FilesV4UploadFileCallOptions,
  FilesV4UploadFileResult,
  SharedV4ProviderReference,
} from '@ai-sdk/provider';
import { convertBase64ToUint8Array, DownloadError, readResponseWithSizeLimit } from '@ai-sdk/provider-utils';
import { defined, invalidArgumentInWords, parseStrict, type OptionReader } from '@grok-image/core';
import { lazy, warnOfUnread } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { optionReader as ofImages } from '../image/read-options.ts';
import { lifetimeSchema } from '../service/lifetime.ts';
import { connectTo, type XaiService } from '../service/send.ts';
import type { XaiFile, XaiFiles, XaiFileUpload } from './api.ts';
import { downloadFile } from './download-file.ts';
import { maxFileBytes } from './upload.ts';

/** What `providerOptions.xai` of `uploadFile` takes; a type, as an interface is no `JSONObject`. */
export type XaiFilesOptions = {
  readonly [OPTION in 'expiresAfter' | 'purpose' | 'teamId']?: XaiFileUpload[OPTION];
} & {
  /** Accepted, as `@ai-sdk/xai` does, and not sent, as it does not either: xAI has no such field. */
  readonly filePath?: string | undefined;
};

const optionsSchema = lazy(() =>
  z.strictObject({
    expiresAfter: lifetimeSchema().optional(),
    purpose: z.string('a text').optional(),
    teamId: z.string('a text').optional(),
    filePath: z.string('a text').optional(),
  }),
);

const optionReader = lazy((): OptionReader => ({
  provider: 'xai.files',
  metadataKey: 'xai',
  optionKeys: { ...ofImages.optionKeys, names: Object.keys(optionsSchema().shape) },
}));

/** The files interface of AI SDK 7, all of it. By a name of its own, so that programs can emit declarations of it. */
export interface XaiFilesInterface extends Required<FilesV4> {}

/** The Files API as itself and, called as a function, in the words of AI SDK 7. */
export interface XaiFilesV4 extends XaiFiles {
  (): XaiFilesInterface;
}

/** Makes the Files API fit AI SDK 7. */
export function withFilesV4(files: XaiFiles, service: XaiService): XaiFilesV4 {
  const connect = connectTo('files', service);
  const filesV4: XaiFilesInterface = {
    specificationVersion: 'v4',
    provider: 'xai.files',
    uploadFile: async options => uploadFile(files, options),
    getFileMetadata: async ({ file, abortSignal, headers }) =>
      toResult(await files.get(idOf(file), { abortSignal, headers })),
    async downloadFile({ file, abortSignal, headers }) {
      const response = await downloadFile(connect({ abortSignal, headers }), idOf(file));
      const mediaType = response.headers.get('content-type')?.split(';')[0]?.trim();
      // React Native has bodies without a stream.
      const content = response.body ?? new Blob([await response.arrayBuffer()]).stream();
      return { content, ...(mediaType && { mediaType }), warnings: [] };
    },
    async deleteFile({ file, abortSignal, headers }) {
      const { id, deleted } = await files.delete(idOf(file), { abortSignal, headers });
      return { providerReference: { xai: id }, deleted, warnings: [] };
    },
  };
  return Object.assign(() => filesV4, files);
}

/** @throws InvalidArgumentError for a file that is not at xAI */
function idOf(file: SharedV4ProviderReference): string {
  const { xai: id = '' } = file;
  if (id.trim() !== '') return id;
  throw invalidArgumentInWords(
    'file',
    `a reference to ${Object.keys(file).join(', ') || 'nothing'}`,
    'one with the id of a file under xai',
  );
}

async function uploadFile(
  files: XaiFiles,
  { data, filename, mediaType, abortSignal, headers, providerOptions }: FilesV4UploadFileCallOptions,
): Promise<FilesV4UploadFileResult> {
  const { filePath, ...options }: XaiFilesOptions = parseStrict(
    optionsSchema(),
    providerOptions?.['xai'] ?? {},
    'providerOptions.xai',
  );
  // Without a wait where there is no stream, as the caller may go on and change the bytes.
  const bytes = data.type === 'stream' ? await readStream(data.stream) : toBytes(data);
  const file = await files.upload({ ...options, data: bytes, filename, mediaType, abortSignal, headers });
  const unread = warnOfUnread(providerOptions ?? {}, optionReader());
  return {
    ...toResult(file),
    mediaType,
    warnings: [...(filePath === undefined ? [] : [noFilePath]), ...unread],
  };
}

const noFilePath = {
  type: 'unsupported' as const,
  feature: 'filePath',
  details: 'xAI has no such field; it was not sent. The name of the file is `filename`.',
};

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

/** Under `providerMetadata.xai`, as `@ai-sdk/xai` has it, with times in Unix seconds. */
function toResult(file: XaiFile): FilesV4GetFileMetadataResult {
  const { id, filename, bytes, purpose, status } = file;
  const createdAt = toDate(file.createdAt);
  const expiresAt = toDate(file.expiresAt);
  const seconds = { createdAt: toSeconds(createdAt), expiresAt: toSeconds(expiresAt) };
  return {
    providerReference: { xai: id },
    ...(filename !== '' && { filename }),
    byteSize: bytes,
    ...(createdAt && { createdAt }),
    ...(expiresAt && { expiresAt }),
    providerMetadata: { xai: defined({ filename, bytes, purpose, status, ...seconds }) },
    warnings: [],
  };
}

function toDate(time: string | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}

function toSeconds(date: Date | undefined): number | undefined {
  return date && date.getTime() / 1000;
}
