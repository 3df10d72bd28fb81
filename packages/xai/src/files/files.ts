import { downloadImage, parseStrict, wholeNumberSchema } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { callFields, readCallOptions } from '../service/call-options.ts';
import { lifetimeSchema } from '../service/lifetime.ts';
import { followPages, orNothing, toPage } from '../service/page.ts';
import { connectTo, pathOf, send, type XaiService } from '../service/send.ts';
import type { XaiFile, XaiFileQuery, XaiFiles, XaiPublicUrlOptions } from './api.ts';
import { readDeleted, readFile, readPublicUrl, readRevoked } from './file.ts';
import { uploadFile, uploadSchema } from './upload.ts';

const querySchema = lazy(() =>
  z.strictObject({
    ...callFields(),
    sortBy: z.enum(['created_at', 'filename', 'size']).optional(),
    order: z.enum(['asc', 'desc']).optional(),
    filter: z.string('a text').optional(),
    pageSize: wholeNumberSchema(1, 100).default(100),
  } satisfies Record<keyof XaiFileQuery, z.ZodType>),
);

const publishSchema = lazy(() =>
  z.strictObject({
    ...callFields(),
    expiresAfter: lifetimeSchema().optional(),
  } satisfies Record<keyof XaiPublicUrlOptions, z.ZodType>),
);

/** The Files API of a service. */
export function createFiles(service: XaiService): XaiFiles {
  const connect = connectTo('files', service);
  return {
    async upload(given) {
      const { headers, abortSignal, ...upload } = parseStrict(uploadSchema(), given, '');
      return uploadFile(connect({ headers, abortSignal }), upload);
    },
    get: async (id, options) =>
      send(connect(readCallOptions(options)), {
        kind: 'read',
        method: 'GET',
        path: pathOf('files', id),
        action: `look up the file ${id}`,
        advice: unknownFile,
        parse: readFile,
      }),
    list: listFiles,
    async content(id, options) {
      const path = pathOf('files', id, '/content');
      const { baseURL, headers, fetch, abortSignal } = connect(readCallOptions(options));
      const { data, info } = await downloadImage(baseURL + path, { baseURL, headers, fetch, abortSignal });
      return { data, ...info };
    },
    async delete(id, options) {
      const transport = connect(readCallOptions(options));
      let isGone = false;
      try {
        return await send(transport, {
          kind: 'repeatable',
          method: 'DELETE',
          path: pathOf('files', id),
          action: `delete the file ${id}`,
          unpaid: 'The file may have been deleted.',
          advice: unknownFile,
          parse: readDeleted,
          explain({ status, mayHaveStarted }) {
            isGone = status === 404 && mayHaveStarted;
            return undefined;
          },
        });
      } catch (error) {
        // The answer to the attempt before was lost, and the file with it.
        if (isGone) return { id, deleted: true };
        throw error;
      }
    },
    async publicUrl(id, given = {}) {
      const { expiresAfter, ...options } = parseStrict(publishSchema(), given, '');
      return send(connect(options), {
        kind: 'once',
        method: 'POST',
        path: pathOf('files', id, '/public-url'),
        body: { expires_after: expiresAfter },
        action: `publish the file ${id}`,
        unpaid: 'It may have been published.',
        advice: 'grok.files.get() says whether it has a public address.',
        parse: readPublicUrl,
      });
    },
    revokePublicUrl: async (id, options) =>
      send(connect(readCallOptions(options)), {
        kind: 'repeatable',
        method: 'POST',
        path: pathOf('files', id, '/public-url/revoke'),
        action: `revoke the public address of the file ${id}`,
        unpaid: 'It may have been revoked.',
        advice: unknownFile,
        parse: readRevoked,
      }),
  };

  async function* listFiles(query: XaiFileQuery = {}): AsyncGenerator<XaiFile> {
    const { sortBy, order, filter, pageSize, ...options } = parseStrict(querySchema(), query, '');
    const transport = connect(options);
    const wanted = { limit: String(pageSize), sort_by: sortBy, order, filter };
    yield* followPages(token =>
      send(transport, {
        kind: 'read',
        method: 'GET',
        path: '/files',
        query: { ...wanted, pagination_token: token },
        action: 'list the files',
        advice: 'Listing changes nothing; try again.',
        parse: json => toPage(json, 'data', orNothing(readFile)),
      }),
    );
  }
}

const unknownFile =
  'A file is known to the account that made it only, until it expires: check its id and the key.';
