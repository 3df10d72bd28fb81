import type { Site } from '../world/request.ts';
import type { World } from '../world/world.ts';
import { Refusal } from '../world/refusal.ts';
import { notFound } from './errors.ts';

/** A file of the Files API. Times are seconds since 1970. */
export interface StoredFile extends Omit<NewFile, 'expiresAfter'> {
  readonly id: string;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  publicLink?: { readonly token: string; readonly expiresAt?: number | undefined } | undefined;
  size(): Promise<number>;
}

export interface NewFile {
  readonly apiKey: string;
  readonly filename: string;
  readonly purpose: string;
  readonly type: string;
  /** Seconds; never, if absent. */
  readonly expiresAfter?: number | undefined;
  /** A picture is painted when somebody reads it. */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

export class FileStore {
  readonly #world: World;
  readonly #files = new Map<string, StoredFile>();

  constructor(world: World) {
    this.#world = world;
  }

  add({ expiresAfter, ...file }: NewFile): StoredFile {
    const createdAt = this.#seconds();
    let size: number | undefined;
    const stored: StoredFile = {
      ...file,
      id: `file_${this.#world.uuid()}`,
      createdAt,
      expiresAt: expiresAfter === undefined ? undefined : createdAt + expiresAfter,
      size: async () => (size ??= (await file.read()).length),
    };
    this.#files.set(stored.id, stored);
    return stored;
  }

  /** Throws a 404 if the account has no such file, or no longer. */
  get(apiKey: string, id: string): StoredFile {
    const file = this.#files.get(id);
    if (file?.apiKey === apiKey && this.isLive(file)) return file;
    throw notFound(`The file ${id} does not exist or your team does not have access to it.`);
  }

  /** In the order in which they came, also those that are gone. */
  list(apiKey: string): StoredFile[] {
    return [...this.#files.values()].filter(file => file.apiKey === apiKey);
  }

  /** Forgets what is in a file; its place in lists stays. */
  async remove(file: StoredFile): Promise<void> {
    const size = await file.size();
    const empty = { read: async () => new Uint8Array(), size: async () => size };
    this.#files.set(file.id, { ...file, ...empty, expiresAt: -Infinity });
  }

  /** Makes a file public. The link does not outlive the file. Throws a 429 if the account has too many links. */
  publish(file: StoredFile, expiresAfter: number = Infinity): void {
    const { publicUrlQuota } = this.#world.options;
    const before = this.#linkOf(file);
    const active = this.list(file.apiKey).filter(each => this.#linkOf(each));
    if (before === undefined && active.length >= publicUrlQuota) {
      const error = `Your team has reached the limit of ${publicUrlQuota} active public URLs.`;
      throw new Refusal(429, { code: 'resource-exhausted', error });
    }
    const end = Math.min(this.#seconds() + expiresAfter, file.expiresAt ?? Infinity);
    const token = before?.token ?? this.#world.uuid();
    file.publicLink = { token, expiresAt: end === Infinity ? undefined : end };
  }

  findPublic(token: string): StoredFile | undefined {
    return [...this.#files.values()].find(file => this.#linkOf(file)?.token === token);
  }

  #seconds(): number {
    return Math.floor(this.#world.now() / 1000);
  }

  isLive({ expiresAt = Infinity }: { readonly expiresAt?: number | undefined }): boolean {
    return this.#seconds() < expiresAt;
  }

  #linkOf(file: StoredFile): StoredFile['publicLink'] {
    return file.publicLink && this.isLive(file) && this.isLive(file.publicLink) ? file.publicLink : undefined;
  }
}

export function renderPublicLink(file: StoredFile, site: Site): object {
  if (file.publicLink === undefined) return {};
  return { public_url: publicUrlOf(file, site), public_url_expires_at: file.publicLink.expiresAt };
}

export function publicUrlOf({ publicLink, filename }: StoredFile, site: Site): string {
  return site.url('files', `/public/${publicLink?.token ?? ''}/${encodeURIComponent(filename)}`);
}

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
