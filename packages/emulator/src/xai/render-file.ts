import type { Site } from '../world/request.ts';
import type { StoredFile } from './files.ts';

/** The fields of a public link, wherever a file is shown. */
export function renderPublicLink(file: StoredFile, site: Site): object {
  if (file.publicLink === undefined) return {};
  return { public_url: publicUrlOf(file, site), public_url_expires_at: file.publicLink.expiresAt };
}

export function publicUrlOf({ publicLink, filename }: StoredFile, site: Site): string {
  return site.url('files', `/public/${publicLink?.token ?? ''}/${encodeURIComponent(filename)}`);
}

/** A file as the Files API shows it. */
export async function renderFile(file: StoredFile, site: Site): Promise<object> {
  return {
    id: file.id,
    object: 'file',
    bytes: await file.size(),
    created_at: file.createdAt,
    expires_at: file.expiresAt ?? null,
    filename: file.filename,
    purpose: file.purpose,
    ...renderPublicLink(file, site),
  };
}
