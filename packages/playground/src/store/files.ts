import { inspectImage, toSourceImage } from '@grok-image/core';
import { memoryBlobs } from '@grok-image/middleware';
import { folderBlobs } from '@grok-image/middleware/folder';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createThumbnails, type Blob } from './thumbnails.ts';

/** Where a picture is. */
export interface KeptFile {
  readonly file: string;
  readonly sha256: string;
  readonly mediaType: string;
  /** Pixels, 0 where the format is not known. */
  readonly width: number;
  readonly height: number;
  readonly byteLength: number;
}

/** How a picture was kept. */
export interface Keeping {
  readonly kept: KeptFile;
  /** A sentence where the disk did not take it: it lives as long as this process. */
  readonly problem?: string | undefined;
}

/** Where bytes are kept. Every name in it is the hash of what it has, so that nothing of a request is part of a path. */
export interface Files {
  /** Keeps a picture; where the disk does not take it, in memory. */
  keep(bytes: Uint8Array): Promise<Keeping>;
  /** `undefined` where it is gone. */
  read(file: string): Promise<Blob | undefined>;
  /** A small WebP of it, made once; `undefined` where it is gone. */
  thumbnail(file: string): Promise<Blob | undefined>;
  /** Deletes a picture with its thumbnail. */
  delete(file: string): Promise<void>;
  /** Keeps a source image. Throws InvalidArgumentError for what no service takes. */
  upload(bytes: Uint8Array): Promise<string>;
  readUpload(id: string): Promise<Blob | undefined>;
}

/** Opens the files of a folder. */
export function openFiles(folder: string): Files {
  const pictures = folderBlobs(join(folder, 'pictures'));
  const sources = folderBlobs(join(folder, 'sources'));
  // What the disk does not take, and is paid: for as long as this process runs.
  const rescued = memoryBlobs();
  const read = async (file: string) => (await pictures.get(file)) ?? rescued.get(file);
  const thumbnails = createThumbnails(folderBlobs(join(folder, 'thumbnails')), read);
  return {
    async keep(bytes) {
      const kept = nameOf(bytes);
      const blob = { bytes, mediaType: kept.mediaType };
      try {
        await pictures.put(kept.file, blob);
        return { kept };
      } catch (error) {
        await rescued.put(kept.file, blob);
        const reason = error instanceof Error ? error.message : String(error);
        const problem = `Failed to write a picture into the folder: ${reason}. It is paid and kept in memory until the playground ends. Download it now.`;
        return { kept, problem };
      }
    },
    read,
    thumbnail: thumbnails.read,
    async delete(file) {
      await pictures.delete(file);
      await rescued.delete(file);
      await thumbnails.delete(file);
    },
    async upload(bytes) {
      toSourceImage(bytes, 'the source image');
      const { file, mediaType } = nameOf(bytes);
      await sources.put(file, { bytes, mediaType });
      return file;
    },
    readUpload: async id => (isUploadId(id) ? sources.get(id) : undefined),
  };
}

function nameOf(bytes: Uint8Array): KeptFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const info = inspectImage(bytes) ?? { mediaType: 'application/octet-stream', width: 0, height: 0 };
  const [, kind = ''] = info.mediaType.split('/');
  const extension = kind === 'jpeg' ? 'jpg' : kind === 'octet-stream' ? 'bin' : kind;
  return { ...info, file: `${sha256}.${extension}`, sha256, byteLength: bytes.byteLength };
}

/** Whether a text has the form that `upload` gives. */
function isUploadId(id: string): boolean {
  return /^[0-9a-f]{64}\.(?:jpg|png|webp)$/.test(id);
}
