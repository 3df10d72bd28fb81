import { describe, expect, it } from 'vitest';
import { createGrok, ImageDownloadError, imageMetadata } from '../index.ts';
import { call, errorOf, model } from '../test/call.ts';
import { collect } from '../test/collect.ts';
import { base64, png, startServer, type Received, type Reply } from '../test/server.ts';
import { finish, stopClock } from '../test/time.ts';

/** Serves an answer to every request for images, and the picture at each path that is named, if need be for a key only. */
function serving(body: unknown, paths: readonly string[]): (received: Received) => Reply {
  return ({ method, path }) => {
    if (method === 'POST') return { body };
    return paths.some(end => path.endsWith(end)) ? { body: png } : { status: 404 };
  };
}

describe('an item', () => {
  it.each<[string, object, string[]]>([
    ['a data URL in url', { data: [{ url: `data:image/png;base64,${base64}` }] }, []],
    ['a data URL in image_url', { data: [{ image_url: `data:image/png;base64,${base64}` }] }, []],
    ['an address relative to the origin', { data: [{ url: '/api/content/file-1.jpg' }] }, ['/file-1.jpg']],
    ['an object in image_url', { data: [{ image_url: { url: '/api/content/1.jpg' } }] }, ['/1.jpg']],
    ['a list named images', { images: [{ url: '/api/content/1.jpg' }] }, ['/1.jpg']],
    ['bare addresses', { images: ['/api/content/1.jpg'] }, ['/1.jpg']],
    [
      'a place in the Files API only',
      { data: [{ file_output: { file_id: 'file_1' } }] },
      ['/file_1/content'],
    ],
  ])('is whatever holds a picture: %s', async (_, body, paths) => {
    const server = await startServer(serving(body, paths));
    const { images } = await model(server).doGenerate(call);

    expect(images).toEqual([png]);
    expect(server.received.map(({ method }) => method)).toEqual(['POST', ...paths.map(() => 'GET')]);
  });

  it('at an address of the service itself is fetched with the key', async () => {
    const server = await startServer(serving({ data: [{ url: '/content/1.jpg' }] }, ['/content/1.jpg']));
    await model(server).doGenerate(call);

    expect(server.received[1]).toMatchObject({
      path: '/content/1.jpg',
      headers: { authorization: `Bearer ${server.apiKey}` },
    });
  });

  it('that is stored only says where it is when it cannot be fetched', async () => {
    const server = await startServer(serving({ data: [{ file_output: { file_id: 'file_1' } }] }, []));
    stopClock();
    const error = await errorOf(finish(model(server).doGenerate(call)));

    if (!ImageDownloadError.isInstance(error)) throw error;
    expect(error.urls).toEqual([`${server.baseURL}/files/file_1/content`]);
    expect(error.message).toContain("It is stored: grok.files.content('file_1') fetches it.");
  });

  it('that was refused is none, although a placeholder is stored', async () => {
    const item = { respect_moderation: false, file_output: { file_id: 'file_1' } };
    const server = await startServer(serving({ data: [item] }, ['/content']));

    expect(await errorOf(model(server).doGenerate(call))).toMatchObject({ name: 'ContentModerationError' });
  });

  it('names the address that served it, not the one that is dead', async () => {
    const server = await startServer(({ method, path }, _index, baseURL) => {
      const file = { file_id: 'file_1', public_url: `${baseURL}/public/1.png` };
      if (method === 'POST') return { body: { data: [{ url: `${baseURL}/dead/1.png`, file_output: file }] } };
      return path.includes('/public/') ? { body: png } : { status: 404 };
    });
    const { images, providerMetadata } = await model(server).doGenerate(call);

    expect(imageMetadata({ images, providerMetadata })).toMatchObject([
      { url: `${server.baseURL}/public/1.png`, fileId: 'file_1' },
    ]);
  });

  it('of a batch has its address in full', async () => {
    const answer = { data: [{ url: '/content/1.jpg' }] };
    const results = [{ batch_request_id: 'a', batch_result: { response: { image_generation: answer } } }];
    const server = await startServer(() => ({ body: { results } }));
    const [result] = await collect(createGrok(server.access).batch.results('batch_1'));

    expect(result).toMatchObject({ urls: [`${new URL(server.baseURL).origin}/content/1.jpg`] });
  });
});
