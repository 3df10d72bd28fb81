import { BlockList, isIP } from 'node:net';
import { createCivitai } from '@grok-image/civitai';
import { createGrok, ImageDownloadError } from '@grok-image/xai';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictureBytes } from '../contract/harness/pictures.ts';
import { apiKey, civitaiOrigin, grokModel, xaiOrigin } from './harness/models.ts';
import { call, outcomeOf } from './harness/outcome.ts';
import { numRuns, testTimeoutMs, tryAll } from './harness/runs.ts';
import { hostileService, imageHost } from './harness/service.ts';
import { startSite, webOf, type Site } from './harness/web.ts';
import { withoutWaiting } from './harness/clock.ts';

const jpeg = pictureBytes('image/jpeg');
const secretHeaders = { 'x-tenant-token': 'tenant-5ecret' };

const privateNetworks = new BlockList();
privateNetworks.addSubnet('0.0.0.0', 8);
privateNetworks.addSubnet('10.0.0.0', 8);
privateNetworks.addSubnet('127.0.0.0', 8);
privateNetworks.addSubnet('169.254.0.0', 16);
privateNetworks.addSubnet('172.16.0.0', 12);
privateNetworks.addSubnet('192.168.0.0', 16);
privateNetworks.addSubnet('::', 127, 'ipv6');
privateNetworks.addSubnet('fc00::', 7, 'ipv6');
privateNetworks.addSubnet('fe80::', 10, 'ipv6');

function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0) return host === 'localhost';
  return privateNetworks.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}

/** Addresses of this machine and of networks that nobody outside should reach, in all their spellings. */
const forbidden = [
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://127.1/',
  'https://0/',
  'https://localhost/',
  'https://localhost./',
  'https://LOCALHOST/',
  'https://a.localhost/',
  'https://127.0.0.1./',
  'https://１２７.0.0.1/',
  'https://127。0。0。1/',
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://169.254.169.254/',
  'https://100.64.0.1/',
  'https://metadata.google.internal/',
  'https://metadata.google.internal./',
  'https://printer.local/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  'https://[fe80::1]/',
  'https://[fd00::1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[ff02::1]/',
  'https://224.0.0.1/',
  'http://images.test/',
  'ftp://images.test/',
  'file:///etc/passwd',
  'data:image/png;base64,AAAA',
  'gopher://a/',
  'blob:https://api.x.ai/5',
  'javascript:alert(1)',
  '//images.test/1',
  '/\\images.test/1',
  'images.test/1.jpg',
  'https://',
  'https://user:secret@images.test/1.jpg',
  'https://api.x.ai@127.0.0.1/',
  'https://api.x.ai:443@10.0.0.1/',
  'https://127.0.0.1:443#@api.x.ai/',
  'http://api.x.ai/1.jpg',
];

describe('an address in an answer', () => {
  it.each(forbidden)('that is %s is not asked', async url => {
    const body = JSON.stringify({ data: [{ url, file_output: { public_url: url } }] });
    const service = hostileService(xaiOrigin, [{ status: 200, headers: {}, body }]);
    const outcome = await outcomeOf(() => grokModel(service).doGenerate(call));
    expect(outcome.type === 'error' && ImageDownloadError.isInstance(outcome.error)).toBe(true);
    expect(service.sent.map(sent => sent.url)).toEqual([`${xaiOrigin}/v1/images/generations`]);
  });

  it('that is a path is asked of the service itself', async () => {
    const body = JSON.stringify({ data: [{ url: '/1.jpg' }] });
    const service = hostileService(xaiOrigin, [{ status: 200, headers: {}, body }]);
    await outcomeOf(() => grokModel(service).doGenerate(call));
    expect(service.sent.at(-1)?.url).toBe(`${xaiOrigin}/1.jpg`);
  });

  it('is given to fetch as it was understood', async () => {
    const body = JSON.stringify({ data: [{ url: 'https://api.x.ai\\@127.0.0.1/' }] });
    const service = hostileService(xaiOrigin, [{ status: 200, headers: {}, body }]);
    await outcomeOf(() => grokModel(service).doGenerate(call));
    expect(service.sent.at(-1)?.url).toBe('https://api.x.ai/@127.0.0.1/');
  });

  it(
    'may be anything: only public hosts are asked, by https, without a key',
    { timeout: testTimeoutMs },
    async () => {
      const host = fc.oneof(
        fc.ipV4(),
        fc.ipV4Extended(),
        fc.ipV6().map(ip => `[${ip}]`),
        fc.domain(),
        fc.constantFrom('api.x.ai', 'localhost'),
      );
      const url = fc
        .tuple(
          fc.constantFrom('http:', 'https:', 'ws:', 'HTTPS:'),
          fc.constantFrom('', 'a@', 'a:b@'),
          host,
          fc.constantFrom('', ':443', ':80', '.', ':8080'),
          fc.webPath(),
        )
        .map(([scheme, user, name, end, path]) => `${scheme}//${user}${name}${end}${path}`);
      const held = await tryAll(fc.array(url, { minLength: 1, maxLength: 4 }), async urls => {
        const body = JSON.stringify({ data: urls.map(each => ({ url: each })) });
        const service = hostileService(xaiOrigin, [{ status: 200, headers: {}, body }]);
        await withoutWaiting(() => outcomeOf(() => grokModel(service).doGenerate(call)));
        for (const sent of service.sent.slice(1)) {
          const { protocol, hostname, username } = new URL(sent.url);
          expect(protocol).toBe('https:');
          expect(username).toBe('');
          expect(sent.headers.has('authorization')).toBe(false);
          expect(isPrivate(hostname)).toBe(false);
        }
      });
      expect(held).toBe(numRuns);
    },
  );
});

/** A chain of redirects: each site sends on to the next, the last one has the picture. */
async function startChain(): Promise<{
  api: Site;
  first: Site;
  second: Site;
  web: ReturnType<typeof webOf>;
}> {
  const api = await startSite(({ url = '' }, response) => {
    if (url.startsWith('/v1/files/'))
      return response.writeHead(307, { location: 'https://first.test/1.jpg' }).end();
    return response.end(
      JSON.stringify({ data: [{ url: 'https://first.test/gone', file_output: { file_id: 'file_1' } }] }),
    );
  });
  const first = await startSite(({ url }, response) =>
    url === '/gone'
      ? response.writeHead(410).end()
      : response.writeHead(302, { location: 'https://second.test/1.jpg', 'set-cookie': 'a=b' }).end(),
  );
  const second = await startSite((_, response) => response.end(jpeg));
  const web = webOf({ [xaiOrigin]: api, 'https://first.test': first, 'https://second.test': second });
  return { api, first, second, web };
}

describe('credentials', () => {
  it('stay with xAI, however far its own files are redirected', async () => {
    const { api, first, second, web } = await startChain();
    const model = createGrok({ apiKey, fetch: web.fetch, headers: secretHeaders }).image(
      'grok-imagine-image',
    );
    const { images } = await model.doGenerate({ ...call, n: 1, headers: { cookie: 'session=5ecret' } });
    expect(Buffer.from(images[0] ?? []).equals(jpeg)).toBe(true);
    expect(api.received.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${apiKey}`,
      `Bearer ${apiKey}`,
    ]);
    for (const { headers, url } of [...first.received, ...second.received]) {
      expect(JSON.stringify(headers) + url).not.toMatch(/5ecret|authorization|cookie|x-tenant/);
    }
    expect([first.received.length, second.received.length]).toEqual([2, 1]);
  });

  it('stay with Civitai, whose blobs are redirected to a store', async () => {
    const store = await startSite((_, response) => response.end(jpeg));
    const api = await startSite(({ url = '' }, response) =>
      url.includes('/blobs/')
        ? response.writeHead(302, { location: 'https://store.test/1.jpg' }).end()
        : response.end(
            JSON.stringify({
              id: 'wf_1',
              status: 'succeeded',
              steps: [
                { $type: 'imageGen', name: 'a', status: 'succeeded', output: { images: [{ id: 'blob_1' }] } },
              ],
            }),
          ),
    );
    const web = webOf({ [civitaiOrigin]: api, 'https://store.test': store });
    const model = createCivitai({ apiKey, fetch: web.fetch, headers: secretHeaders }).image(
      'grok-imagine-image',
    );
    expect((await model.doGenerate({ ...call, n: 1 })).images).toHaveLength(1);
    expect(api.received.at(-1)?.headers.authorization).toBe(`Bearer ${apiKey}`);
    expect(JSON.stringify(store.received)).not.toMatch(/5ecret|authorization|x-tenant/);
  });

  it.each([301, 302, 303, 307, 308])('do not follow the API itself elsewhere (HTTP %i)', async status => {
    const other = await startSite((_, response) => response.end('{}'));
    const api = await startSite((_, response) =>
      response.writeHead(status, { location: 'https://other.test/' }).end(),
    );
    const web = webOf({ [xaiOrigin]: api, [civitaiOrigin]: api, 'https://other.test': other });
    const models = [
      createGrok({ apiKey, fetch: web.fetch }).image('grok-imagine-image'),
      createCivitai({ apiKey, fetch: web.fetch }).image('grok-imagine-image'),
    ];
    // Under a key, Civitai would be asked again and again: something in between may have said so.
    const once = { ...call, providerOptions: { civitai: { externalId: false } } };
    for (const model of models) expect((await outcomeOf(() => model.doGenerate(once))).type).toBe('error');
    expect(other.received).toEqual([]);
    expect(api.received).toHaveLength(2);
  });
});

describe('a redirect of an image host', () => {
  it.each([
    ...forbidden.filter(url => !url.startsWith('/')),
    'https://images.test:99999/',
    'http://127.0.0.1:1/',
  ])('to %s is not followed', async location => {
    const host = await startSite((_, response) =>
      response.writeHead(302, { location: encodeURI(decodeURI(location)) }).end(),
    );
    const api = await startSite((_, response) =>
      response.end(JSON.stringify({ data: [{ url: `${imageHost}/1` }] })),
    );
    const web = webOf({ [xaiOrigin]: api, [imageHost]: host });
    const model = createGrok({ apiKey, fetch: web.fetch }).image('grok-imagine-image');
    const outcome = await outcomeOf(() => model.doGenerate({ ...call, n: 1 }));
    expect(outcome.type === 'error' && ImageDownloadError.isInstance(outcome.error)).toBe(true);
    // What has no scheme is a path on the host itself.
    const hosts = web.asked.map(({ url }) => new URL(url).origin);
    expect(new Set(hosts)).toEqual(new Set([xaiOrigin, imageHost]));
  });

  it('that never ends is given up', async () => {
    const host = await startSite(({ url }, response) =>
      response.writeHead(302, { location: `${url}1` }).end(),
    );
    const api = await startSite((_, response) =>
      response.end(JSON.stringify({ data: [{ url: `${imageHost}/1` }] })),
    );
    const web = webOf({ [xaiOrigin]: api, [imageHost]: host });
    const model = createGrok({ apiKey, fetch: web.fetch }).image('grok-imagine-image');
    expect((await outcomeOf(() => model.doGenerate({ ...call, n: 1 }))).type).toBe('error');
    expect(host.received.length).toBeLessThanOrEqual(11);
  });
});
