import { orElse } from '@grok-image/core';
import * as z from 'zod/v4-mini';
import { toIsoTime } from '../time.ts';
import type { XaiFile, XaiPublicUrl } from './api.ts';

const text = orElse(z.optional(z.string()), undefined);
const time = orElse(z.optional(z.pipe(z.number(), z.transform(toIsoTime))), undefined);
const id = z.string().check(z.minLength(1));

const fileSchema = z.object({
  id,
  filename: orElse(z.string(), ''),
  bytes: orElse(z.number(), 0),
  created_at: time,
  expires_at: time,
  purpose: text,
  public_url: text,
  public_url_expires_at: time,
});
const pageSchema = z.object({ data: z.array(fileSchema), pagination_token: text });
const deletedSchema = z.object({ id, deleted: z.boolean() });
const revokedSchema = z.object({ id, revoked: z.boolean() });
const publicUrlSchema = z.object({ public_url: z.string(), expires_at: time });

/** One page of a list of files. */
export interface XaiFilePage {
  readonly files: readonly XaiFile[];
  /** Always there, also on the last page (docs.x.ai, files guide, 2026). */
  readonly token: string | undefined;
}

/** Reads a file as the Files API shows it. Throws what zod throws when it has no id. */
export function readFile(json: unknown): XaiFile {
  return toFile(fileSchema.parse(json));
}

export function readFilePage(json: unknown): XaiFilePage {
  const { data, pagination_token: token } = pageSchema.parse(json);
  return { files: data.map(toFile), token };
}

export function readDeleted(json: unknown): { id: string; deleted: boolean } {
  return deletedSchema.parse(json);
}

export function readRevoked(json: unknown): { id: string; revoked: boolean } {
  return revokedSchema.parse(json);
}

export function readPublicUrl(json: unknown): XaiPublicUrl {
  const { public_url: publicUrl, expires_at: expiresAt } = publicUrlSchema.parse(json);
  return { publicUrl, expiresAt };
}

function toFile(file: z.infer<typeof fileSchema>): XaiFile {
  return {
    id: file.id,
    filename: file.filename,
    bytes: file.bytes,
    createdAt: file.created_at,
    expiresAt: file.expires_at,
    purpose: file.purpose || undefined,
    publicUrl: file.public_url || undefined,
    publicUrlExpiresAt: file.public_url_expires_at,
  };
}
