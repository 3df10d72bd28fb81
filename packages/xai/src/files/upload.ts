import { inspectImage, invalidArgumentInWords, parseStrict } from '@grok-image/core';
import * as z from 'zod/v4';
import { lifetimeSchema } from '../service/lifetime.ts';
import { longestTransferMs, send } from '../service/send.ts';
import type { XaiTransport } from '../service/transport.ts';
import type { XaiFile, XaiFileUpload } from './api.ts';
import { readUploaded } from './file.ts';

/** Largest file: 50 MB (docs.x.ai, files guide, 2026; other pages say 48). xAI answers 413 to a larger one. */
export const maxFileBytes: number = 50 * 1024 * 1024;

/**
 * Uploads a file, once: the service could not tell a second time from a second file. Its bytes are copied before anything
 * is waited for, as the caller may go on and change them.
 *
 * @throws InvalidArgumentError for what xAI would refuse; APICallError
 */
export async function uploadFile(transport: XaiTransport, upload: XaiFileUpload): Promise<XaiFile> {
  return send(transport, {
    kind: 'billable',
    method: 'POST',
    path: '/files',
    patienceMs: longestTransferMs,
    body: toForm(upload),
    action: 'upload a file',
    advice: 'Look for it in grok.files.list() before you upload it again.',
    parse: readUploaded,
  });
}

/** Everything else must precede the file, which xAI reads as it arrives (docs.x.ai, files guide, 2026). */
function toForm({ data, filename, mediaType, expiresAfter, purpose, teamId }: XaiFileUpload): FormData {
  checkLifetime(expiresAfter);
  const file = toBlob(data, mediaType);
  if (file.size > maxFileBytes) {
    throw invalidArgumentInWords('data', `${file.size} bytes`, 'at most 50 MB');
  }
  const form = new FormData();
  if (expiresAfter !== undefined) form.append('expires_after', String(expiresAfter));
  if (purpose !== undefined) form.append('purpose', purpose);
  if (teamId !== undefined) form.append('team_id', teamId);
  form.append('file', file, filename ?? usualName(file));
  return form;
}

/** @throws InvalidArgumentError for a lifetime that xAI does not accept */
export function checkLifetime(expiresAfter: number | undefined): void {
  if (expiresAfter !== undefined) parseStrict(lifetimeSchema, expiresAfter, 'expiresAfter');
}

/** Anything else `FormData` would send as text. */
const dataSchema = z.union(
  [z.instanceof(Blob), z.instanceof(ArrayBuffer), z.instanceof(Uint8Array)],
  'a Uint8Array, an ArrayBuffer or a Blob',
);

/** A copy: a Blob never changes. */
function toBlob(given: unknown, mediaType: string | undefined): Blob {
  const data = parseStrict(dataSchema, given, 'data');
  if (data instanceof Blob) return mediaType === undefined ? data : new Blob([data], { type: mediaType });
  const bytes = new Uint8Array(data);
  const type = mediaType ?? inspectImage(bytes)?.mediaType ?? 'application/octet-stream';
  return new Blob([bytes], { type });
}

function usualName({ type }: Blob): string {
  const [kind, extension] = type.split('/');
  return kind === 'image' ? `image.${extension}` : 'file';
}
