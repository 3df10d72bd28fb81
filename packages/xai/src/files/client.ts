import type { XaiService } from '../send.ts';
import type { XaiFiles } from './api.ts';

/** The Files API, whose code is loaded when it is first used. */
export function createFiles(service: XaiService): XaiFiles {
  const load = async (): Promise<XaiFiles> => (await import('./files.ts')).createFileOperations(service);
  return {
    upload: async upload => (await load()).upload(upload),
    get: async (id, options) => (await load()).get(id, options),
    async *list(query) {
      yield* (await load()).list(query);
    },
    content: async (id, options) => (await load()).content(id, options),
    delete: async (id, options) => (await load()).delete(id, options),
    publicUrl: async (id, options) => (await load()).publicUrl(id, options),
    revokePublicUrl: async (id, options) => (await load()).revokePublicUrl(id, options),
  };
}
