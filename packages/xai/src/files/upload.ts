import { inspectImage, invalidArgumentInWords, textSchema, type FormPart } from '@grok-image/core';
import { isArrayBuffer, isBlob, isBytes, lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { callFields } from '../service/call-options.ts';
import { lifetimeSchema } from '../service/lifetime.ts';
import { longestTransferMs, send } from '../service/send.ts';
import type { XaiTransport } from '../service/transport.ts';
import type { XaiFile, XaiFileUpload } from './api.ts';
import { readUploaded } from './file.ts';

/** Largest file: 50 MB (docs.x.ai, files guide, 2026; other pages say 48). xAI answers 413 to a larger one. */
export const maxFileBytes: number = 50 * 1024 * 1024;

/** The schema of what a caller uploads. */
export const uploadSchema: () => z.ZodType<XaiFileUpload> = lazy(() =>
  z.strictObject({
    data: z.custom<XaiFileUpload['data']>(
      data => isBytes(data) || isArrayBuffer(data) || isBlob(data),
      'a Uint8Array, an ArrayBuffer or a Blob',
    ),
    filename: textSchema().optional(),
    mediaType: textSchema().optional(),
    expiresAfter: lifetimeSchema().optional(),
    purpose: z.string('a text').optional(),
    teamId: z.string('a text').optional(),
    ...callFields(),
  } satisfies Record<keyof XaiFileUpload, z.ZodType>),
);

/**
 * Uploads a file, once: the service could not tell a second time from a second file. Its bytes are copied before anything
 * is waited for, as the caller may go on and change them.
 *
 * @throws InvalidArgumentError for more bytes than xAI takes; APICallError
 */
export async function uploadFile(transport: XaiTransport, upload: XaiFileUpload): Promise<XaiFile> {
  const file = toPart(upload);
  return send(transport, {
    kind: 'once',
    method: 'POST',
    path: '/files',
    patienceMs: longestTransferMs,
    form: toForm(upload, 'then' in file ? await file : file),
    action: 'upload a file',
    unpaid: 'The file may have been uploaded.',
    advice: 'Look for it in grok.files.list() before you upload it again.',
    parse: readUploaded,
  });
}

/** Everything else must precede the file, which xAI reads as it arrives (docs.x.ai, files guide, 2026). */
function toForm({ expiresAfter, purpose, teamId }: XaiFileUpload, file: FormPart): FormPart[] {
  return [
    ...(expiresAfter === undefined ? [] : [{ name: 'expires_after', value: String(expiresAfter) }]),
    ...(purpose === undefined ? [] : [{ name: 'purpose', value: purpose }]),
    ...(teamId === undefined ? [] : [{ name: 'team_id', value: teamId }]),
    file,
  ];
}

/** A copy, made at once where the bytes can be changed: a Blob never changes. */
function toPart({ data, filename, mediaType }: XaiFileUpload): FormPart | Promise<FormPart> {
  if (isBlob(data)) {
    checkSize(data.size);
    const type = mediaType ?? (data.type || undefined);
    return readBlob(data).then(bytes => toFilePart(bytes, filename ?? nameOf(data), type));
  }
  checkSize(data.byteLength);
  return toFilePart(new Uint8Array(data), filename, mediaType);
}

function toFilePart(data: Uint8Array, filename: string | undefined, mediaType: string | undefined): FormPart {
  const type = mediaType ?? inspectImage(data)?.mediaType ?? 'application/octet-stream';
  return { name: 'file', data, filename: filename ?? usualName(type), mediaType: type };
}

/** That of a `File`. */
function nameOf(blob: Blob): string | undefined {
  return 'name' in blob && typeof blob.name === 'string' && blob.name !== '' ? blob.name : undefined;
}

/** By a response, as React Native has no `arrayBuffer` on a Blob. */
async function readBlob(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await (blob.arrayBuffer?.() ?? new Response(blob).arrayBuffer()));
}

function checkSize(bytes: number): void {
  if (bytes > maxFileBytes) throw invalidArgumentInWords('data', `${bytes} bytes`, 'at most 50 MB');
}

function usualName(type: string): string {
  const [kind, extension] = type.split('/');
  return kind === 'image' ? `image.${extension}` : 'file';
}
