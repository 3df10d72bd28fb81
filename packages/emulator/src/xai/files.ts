import type { World } from '../world.ts';
import { notFound } from './errors.ts';

/** A file of the Files API. Times are seconds since 1970. */
export interface StoredFile {
  readonly id: string;
  readonly apiKey: string;
  readonly filename: string;
  readonly purpose: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly createdAt: number;
  readonly expiresAt?: number | undefined;
  publicLink?: { readonly token: string; readonly expiresAt?: number | undefined } | undefined;
}

/** What is known about a file before it is stored. */
export type NewFile = Pick<StoredFile, 'apiKey' | 'filename' | 'purpose' | 'type' | 'bytes'> & {
  /** Seconds; never, if absent. */
  readonly expiresAfter?: number | undefined;
};

export interface FileStore {
  add(file: NewFile): StoredFile;
  /** Throws a 404 if the account has no such file, or no longer. */
  get(apiKey: string, id: string): StoredFile;
  list(apiKey: string): StoredFile[];
  remove(file: StoredFile): void;
  /** Makes a file public. The link does not outlive the file. */
  publish(file: StoredFile, expiresAfter?: number): string;
  findPublic(token: string): StoredFile | undefined;
}

export function createFileStore(world: World): FileStore {
  const files = new Map<string, StoredFile>();
  const seconds = (): number => Math.floor(world.now() / 1000);
  const isLive = (expiresAt: number | undefined): boolean => expiresAt === undefined || seconds() < expiresAt;
  return {
    add({ expiresAfter, ...file }) {
      const createdAt = seconds();
      const expiresAt = expiresAfter === undefined ? undefined : createdAt + expiresAfter;
      const stored: StoredFile = { ...file, id: `file_${world.uuid()}`, createdAt, expiresAt };
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
      const token = file.publicLink?.token ?? world.uuid();
      const own = expiresAfter === undefined ? Infinity : seconds() + expiresAfter;
      const end = Math.min(own, file.expiresAt ?? Infinity);
      file.publicLink = { token, expiresAt: end === Infinity ? undefined : end };
      return token;
    },
    findPublic(token) {
      const file = [...files.values()].find(each => each.publicLink?.token === token);
      const live = file !== undefined && isLive(file.expiresAt) && isLive(file.publicLink?.expiresAt);
      return live ? file : undefined;
    },
  };
}
