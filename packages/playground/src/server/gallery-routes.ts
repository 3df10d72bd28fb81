import { recoveryPortOf } from '@grok-image/core';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { toPictureView } from '../make/live-run.ts';
import type { GalleryPage, PictureView } from '../protocol/run.ts';
import type { Entry } from '../store/library.ts';
import type { Blob } from '../store/thumbnails.ts';
import { summarize } from '../watch/summary.ts';
import type { Parts } from './parts.ts';
import { tooLarge } from './too-large.ts';

/** Pictures of a page of the gallery. */
const pageSize = 100;

/** Largest upload in bytes: what the services take. */
const longestUpload = 10 * 1024 * 1024;

const unchanging = 'private, max-age=31536000, immutable';

/** What the page shows and keeps. */
export function galleryRoutes({ services, library, files, runner }: Parts): Hono {
  function toView({ picture, run }: Entry): PictureView {
    const { pictures: _pictures, progress: _progress, look: _look, ...of } = runner.view(run);
    return { ...toPictureView(picture), of };
  }

  /** Without what is shown in full size alone. */
  function toTile(entry: Entry): PictureView {
    return { ...toView(entry), metadata: {} };
  }

  return new Hono()
    .get('/gallery', context => {
      const { text, service, model, page = '0' } = context.req.query();
      const found = library.search({ text, service, model });
      const pages = Math.max(1, Math.ceil(found.length / pageSize));
      const at = Math.min(pages - 1, Math.max(0, Math.trunc(Number(page)) || 0));
      const pictures = found.slice(at * pageSize, (at + 1) * pageSize).map(toTile);
      return context.json({ pictures, total: found.length, page: at, pages } satisfies GalleryPage);
    })
    .get('/kinds', context => context.json(library.kinds()))
    .get('/pictures/:id', context => {
      const entry = library.picture(context.req.param('id'));
      return entry ? context.json(toView(entry)) : gone(context);
    })
    .delete('/pictures/:id', async context => {
      const entry = library.picture(context.req.param('id'));
      if (entry === undefined) return gone(context);
      const { id, file } = entry.picture;
      library.note({ type: 'deleted', picture: id });
      if (library.usesOf(file) === 0) await files.delete(file);
      return context.body(null, 204);
    })
    .get('/pictures/:id/:as{full|small|download}', async context => {
      const entry = library.picture(context.req.param('id')) ?? runner.early(context.req.param('id'));
      if (entry === undefined) return gone(context);
      const { file } = entry.picture;
      const as = context.req.param('as');
      const blob = await (as === 'small' ? files.thumbnail(file) : files.read(file));
      if (blob === undefined) return gone(context);
      // What is no known picture is nothing that a browser should open.
      const isFile = as === 'download' || !blob.mediaType.startsWith('image/');
      return send(context, blob, isFile ? nameOf(entry) : undefined);
    })
    .post('/sources', bodyLimit({ maxSize: longestUpload, onError: tooLarge }), async context => {
      const bytes = new Uint8Array(await context.req.arrayBuffer());
      return context.json({ id: await files.upload(bytes) }, 201);
    })
    .get('/sources/:id', async context => {
      const blob = await files.readUpload(context.req.param('id'));
      return blob ? send(context, blob) : gone(context);
    })
    .get('/watch', context =>
      context.json(
        summarize([...library.runs()], {
          now: Date.now(),
          documentedOf({ service: name, model }) {
            const service = services.all.find(one => one.name === name);
            const capabilities = service && recoveryPortOf(service.model(model))?.capabilities;
            return (
              capabilities && {
                ...capabilities.rateLimit,
                maxImagesPerRequest: capabilities.maxImagesPerRequest,
              }
            );
          },
        }),
      ),
    );
}

function gone(context: Context): Response {
  return context.json({ problem: 'It is not there (any more).' }, 404);
}

function send(context: Context, { bytes, mediaType }: Blob, fileName?: string): Response {
  return context.body(bytes.slice().buffer, 200, {
    'content-type': mediaType,
    'cache-control': unchanging,
    ...(fileName !== undefined && { 'content-disposition': `attachment; filename="${fileName}"` }),
  });
}

/** Of letters and digits of the prompt alone: a file name is no place for what somebody wrote. */
function nameOf({ picture, run }: Entry): string {
  const words = run.prompt
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  const extension = picture.file.split('.').at(-1) ?? 'bin';
  return `${words || 'picture'}-${picture.index + 1}.${extension}`;
}
