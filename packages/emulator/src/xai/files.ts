import type { World } from '../world/world.ts';
import { notFound, Refusal } from './errors.ts';

/** A file of the Files API. Times are seconds since 1970. */
export interface StoredFile {
  readonly id: string;
  readonly apiKey: string;
  readonly filename: string;
  readonly purpose: string;
  readonly type: string;
  readonly createdAt: number;
  readonly expiresAt?: number | undefined;
  /** Files of the same second keep the order in which they came. */
  readonly sequence: number;
  publicLink?: { readonly token: string; readonly expiresAt?: number | undefined } | undefined;
  /** A picture is painted when somebody reads it. */
  read(): Promise<Uint8Array<ArrayBuffer>>;
  /** In bytes. */
  size(): Promise<number>;
}

/** What is known about a file before it is stored. */
export type NewFile = Pick<StoredFile, 'apiKey' | 'filename' | 'purpose' | 'type' | 'read'> & {
  /** Seconds; never, if absent. */
  readonly expiresAfter?: number | undefined;
};

export interface FileStore {
  add(file: NewFile): StoredFile;
  /** Throws a 404 if the account has no such file, or no longer. */
  get(apiKey: string, id: string): StoredFile;
  list(apiKey: string): StoredFile[];
  remove(file: StoredFile): void;
  /** Makes a file public. The link does not outlive the file. Throws a 429 if the account has too many links. */
  publish(file: StoredFile, expiresAfter?: number): string;
  findPublic(token: string): StoredFile | undefined;
}

export function createFileStore(world: World): FileStore {
  const files = new Map<string, StoredFile>();
  const { publicUrlQuota } = world.options;
  const seconds = (): number => Math.floor(world.now() / 1000);
  const isLive = (expiresAt: number | undefined): boolean => expiresAt === undefined || seconds() < expiresAt;
  const isPublic = (file: StoredFile): boolean =>
    file.publicLink !== undefined && isLive(file.expiresAt) && isLive(file.publicLink.expiresAt);
  let sequence = 0;

  return {
    add({ expiresAfter, read, ...file }) {
      const createdAt = seconds();
      const expiresAt = expiresAfter === undefined ? undefined : createdAt + expiresAfter;
      let size: number | undefined;
      const stored: StoredFile = {
        ...file,
        id: `file_${world.uuid()}`,
        createdAt,
        expiresAt,
        sequence: (sequence += 1),
        read,
        size: async () => (size ??= (await read()).length),
      };
      files.set(stored.id, stored);
      return stored;
    },
    get(apiKey, id) {
      const file = files.get(id);
      if (file !== undefined && file.apiKey === apiKey && isLive(file.expiresAt)) return file;
      throw notFound(`The file ${id} does not exist or your team does not have access to it.`);
    },
    list: apiKey => [...files.values()].filter(file => file.apiKey === apiKey && isLive(file.expiresAt)),
    remove: file => void files.delete(file.id),
    publish(file, expiresAfter) {
      const active = [...files.values()].filter(each => each.apiKey === file.apiKey && isPublic(each));
      if (!isPublic(file) && active.length >= publicUrlQuota) {
        const error = `Your team has reached the limit of ${publicUrlQuota} active public URLs.`;
        throw new Refusal(429, { code: 'resource-exhausted', error });
      }
      const token = (isPublic(file) ? file.publicLink?.token : undefined) ?? world.uuid();
      const own = expiresAfter === undefined ? Infinity : seconds() + expiresAfter;
      const end = Math.min(own, file.expiresAt ?? Infinity);
      file.publicLink = { token, expiresAt: end === Infinity ? undefined : end };
      return token;
    },
    findPublic: token => [...files.values()].find(file => file.publicLink?.token === token && isPublic(file)),
  };
}
