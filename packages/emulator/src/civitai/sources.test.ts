import { describe, expect, it } from 'vitest';
import { paint } from '../picture/paint.ts';
import { type Client, create, imagesOf, type Reply, start, stepsOf } from '../../test/civitai.ts';

const hour = 3_600_000;

/** An emulator with one image of an hour ago. */
async function withOldImage(input = {}): Promise<Client & { id: string; url: string }> {
  let now = Date.now();
  const client = await start({ now: () => now, pictures: 'plain' });
  const [image] = imagesOf(await client.submit({ steps: [create(input)] }));
  now += hour;
  return { ...client, id: String(image?.['id']), url: String(image?.['url']) };
}

async function freshUrl({ call, id }: Client & { id: string }): Promise<string> {
  return String((await call('POST', `/v2/consumer/blobs/${id}/refresh`)).json['url']);
}

function edit({ submit }: Client, image: string, headers?: Record<string, string>): Promise<Reply> {
  const steps = [create({ operation: 'editImage', prompt: 'At night', images: [image] })];
  return submit({ steps }, '?wait=30', headers);
}

describe('an edit of a picture that the service has made', () => {
  it('fails once the address has expired, and works with the address of a refresh', async () => {
    const client = await withOldImage();
    const failed = await edit(client, client.url);
    expect(failed).toMatchObject({ status: 200, json: { status: 'failed' } });
    expect(stepsOf(failed)).toMatchObject([
      {
        jobs: [{ reason: expect.stringMatching(/^Failed to load images\[0\]: its address answered 403\./) }],
      },
    ]);
    expect(client.emulator.civitai.balances()).toMatchObject({ blue: 100_000 - 26 });
    expect((await edit(client, await freshUrl(client))).json).toMatchObject({ status: 'succeeded' });
  });

  it('works with the address of its content, which the file redirects to for its owner', async () => {
    const client = await withOldImage();
    const { headers } = await client.call('GET', `/v2/consumer/blobs/${client.id}`);
    expect((await edit(client, headers.get('location') ?? '')).json).toMatchObject({ status: 'succeeded' });
  });

  it.each<[string, number, (url: URL) => unknown]>([
    ['without its signature', 401, url => (url.search = '')],
    ['with a later end of its own', 401, url => url.searchParams.set('exp', '2100-01-01T00:00:00.000Z')],
    ['with a broken escape', 401, url => (url.pathname = '/civitai/v2/consumer/blobs/%E0%A4%A')],
    ['with a made-up token', 400, url => (url.pathname = '/civitai/v2/consumer/blobs/content/a.b')],
    ['that leads elsewhere', 401, url => (url.pathname = '/civitai/v2/consumer/workflows')],
  ])('fails with an address %s', async (_, status, change) => {
    const client = await withOldImage();
    const url = new URL(await freshUrl(client));
    change(url);
    expect(stepsOf(await edit(client, url.href))).toMatchObject([
      { status: 'failed', jobs: [{ reason: expect.stringContaining(`its address answered ${status}.`) }] },
    ]);
  });

  it('fails with an unsigned address of the real hosts, and asks nobody', async () => {
    const client = await withOldImage();
    for (const host of ['orchestration', 'orchestration-new']) {
      const url = `https://${host}.civitai.com/v2/consumer/blobs/${client.id}`;
      expect((await edit(client, url)).json).toMatchObject({ status: 'failed' });
    }
  });

  it('fails when it was lost, and there is no fresh address', async () => {
    const client = await withOldImage({ prompt: '#lose=0' });
    expect((await edit(client, client.url)).json).toMatchObject({ status: 'failed' });
    expect(await client.call('POST', `/v2/consumer/blobs/${client.id}/refresh`)).toMatchObject({
      status: 404,
    });
  });

  it('fails when it is withheld', async () => {
    const client = await withOldImage({ prompt: '#mature' });
    expect(stepsOf(await edit(client, await freshUrl(client)))).toMatchObject([
      { jobs: [{ reason: expect.stringContaining('its address answered 403.') }] },
    ]);
  });

  it('of another account needs a signed address, which only its owner can refresh', async () => {
    const client = await withOldImage();
    const stranger = { authorization: 'Bearer another-key' };
    const path = `/v2/consumer/blobs/${client.id}`;
    expect(await client.call('POST', `${path}/refresh`, undefined, stranger)).toMatchObject({ status: 404 });
    const { baseURL } = client.emulator.civitai;
    expect((await edit(client, `${baseURL}${path}`, stranger)).json).toMatchObject({ status: 'failed' });
    expect((await edit(client, await freshUrl(client), stranger)).json).toMatchObject({
      status: 'succeeded',
    });
  });
});

describe('an edit of a picture of another host', () => {
  it('fetches it there, whatever its path looks like', async () => {
    const asked: string[] = [];
    const picture = await paint({ prompt: 'A', index: 0, model: 'a', width: 64, height: 32, format: 'png' });
    const client = await start({
      fetch: input => {
        asked.push(String(input));
        return Promise.resolve(new Response(picture));
      },
    });
    const url = 'https://pictures.test/v2/consumer/blobs/A.jpg';
    expect(imagesOf(await edit(client, url))).toMatchObject([{ width: 1408, height: 704 }]);
    expect(asked).toEqual([url]);
  });
});
