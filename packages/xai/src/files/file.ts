import { amountOf, fieldsOf, flagOf, textOf } from '@grok-image/core';
import { demand } from '../demand.ts';
import { timeOf } from '../service/time.ts';
import type { XaiFile, XaiPublicUrl } from './api.ts';

/**
 * Reads a file as the Files API shows it.
 *
 * @throws TypeError when it has no id
 */
export function readFile(json: unknown): XaiFile {
  const file = fieldsOf(json);
  return {
    id: demand('id', textOf(file['id'])),
    filename: textOf(file['filename']) ?? '',
    bytes: amountOf(file['bytes']) ?? 0,
    createdAt: timeOf(file['created_at']),
    expiresAt: timeOf(file['expires_at']),
    purpose: textOf(file['purpose']),
    publicUrl: textOf(file['public_url']),
    publicUrlExpiresAt: timeOf(file['public_url_expires_at']),
  };
}

export function readDeleted(json: unknown): { id: string; deleted: boolean } {
  const { id, deleted } = fieldsOf(json);
  return { id: demand('id', textOf(id)), deleted: demand('deleted', flagOf(deleted)) };
}

export function readRevoked(json: unknown): { id: string; revoked: boolean } {
  const { id, revoked } = fieldsOf(json);
  return { id: demand('id', textOf(id)), revoked: demand('revoked', flagOf(revoked)) };
}

export function readPublicUrl(json: unknown): XaiPublicUrl {
  const { public_url: publicUrl, expires_at: expiresAt } = fieldsOf(json);
  return { publicUrl: demand('public_url', textOf(publicUrl)), expiresAt: timeOf(expiresAt) };
}
