import { downloadImage, parseStrict, wholeNumberSchema } from '@grok-image/core';
import { followPages, toPage } from '../service/page.ts';
import { connectTo, pathOf, send, type XaiService } from '../service/send.ts';
import type { XaiFile, XaiFileQuery, XaiFiles } from './api.ts';
import { readDeleted, readFile, readPublicUrl, readRevoked } from './file.ts';
import { checkLifetime, uploadFile } from './upload.ts';

const pageSizeSchema = wholeNumberSchema(1, 100).default(100);

/** The Files API of a service. */
export function createFiles(service: XaiService): XaiFiles {
  const connect = connectTo('Files API', service);
  return {
    upload: async upload => uploadFile(connect(upload), upload),
    get: async (id, options = {}) =>
      send(connect(options), {
        kind: 'read',
        method: 'GET',
        path: pathOf('files', id),
        action: `look up the file ${id}`,
        advice: unknownFile,
        parse: readFile,
      }),
    list: listFiles,
    async content(id, options = {}) {
      const path = pathOf('files', id, '/content');
      const { baseURL, headers, fetch, abortSignal } = connect(options);
      const { data, info } = await downloadImage(baseURL + path, { baseURL, headers, fetch, abortSignal });
      return { data, ...info };
    },
    async delete(id, options = {}) {
      let isGone = false;
      try {
        return await send(connect(options), {
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
    async publicUrl(id, { expiresAfter, ...options } = {}) {
      checkLifetime(expiresAfter);
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
    revokePublicUrl: async (id, options = {}) =>
      send(connect(options), {
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
    const { sortBy, order, filter } = query;
    const pageSize = parseStrict(pageSizeSchema, query.pageSize, 'pageSize');
    const transport = connect(query);
    const wanted = { limit: String(pageSize), sort_by: sortBy, order, filter };
    yield* followPages(token =>
      send(transport, {
        kind: 'read',
        method: 'GET',
        path: '/files',
        query: { ...wanted, pagination_token: token },
        action: 'list the files',
        advice: 'Listing changes nothing; try again.',
        parse: json => toPage(json, 'data', readFile),
      }),
    );
  }
}

const unknownFile =
  'A file is known to the account that made it only, until it expires: check its id and the key.';
