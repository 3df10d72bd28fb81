import { amountField, textField } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { parseDocumented } from '../service/documented.ts';
import { timeField } from '../service/fields.ts';
import type { XaiFile, XaiPublicUrl } from './api.ts';

const idSchema = lazy(() => z.string().min(1));

const fileSchema = lazy(() =>
  z.object({
    id: idSchema(),
    filename: textField(),
    bytes: amountField(),
    created_at: timeField(),
    expires_at: timeField(),
    purpose: textField(),
    status: textField(),
    public_url: textField(),
    public_url_expires_at: timeField(),
  }),
);

const deletedSchema = lazy(() => z.object({ id: idSchema(), deleted: z.boolean() }));
const revokedSchema = lazy(() => z.object({ id: idSchema(), revoked: z.boolean() }));
const publicUrlSchema = lazy(() => z.object({ public_url: z.string().min(1), expires_at: timeField() }));

/**
 * Reads a file as the Files API shows it.
 *
 * @throws TypeError when it has no id
 */
export function readFile(json: unknown): XaiFile {
  const file = parseDocumented(fileSchema(), json);
  return {
    id: file.id,
    filename: file.filename ?? '',
    bytes: file.bytes ?? 0,
    createdAt: file.created_at,
    expiresAt: file.expires_at,
    purpose: file.purpose,
    status: file.status,
    publicUrl: file.public_url,
    publicUrlExpiresAt: file.public_url_expires_at,
  };
}

/**
 * Reads the answer to an upload, which says more of a file than its id: what something in between answers may have an id,
 * too.
 *
 * @throws TypeError when it is no file
 */
export function readUploaded(json: unknown): XaiFile {
  const file = readFile(json);
  if (file.filename === '' && file.bytes === 0) throw new TypeError('it has neither a filename nor a size');
  return file;
}

export function readDeleted(json: unknown): { id: string; deleted: boolean } {
  return parseDocumented(deletedSchema(), json);
}

export function readRevoked(json: unknown): { id: string; revoked: boolean } {
  return parseDocumented(revokedSchema(), json);
}

export function readPublicUrl(json: unknown): XaiPublicUrl {
  const { public_url: publicUrl, expires_at: expiresAt } = parseDocumented(publicUrlSchema(), json);
  return { publicUrl, expiresAt };
}
