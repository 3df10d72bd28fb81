import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { s3 } from './index.ts';

const credentials = {
  accessKeyId: 'AKIATEST',
  secretAccessKey: 'secret/+of=the-test',
  sessionToken: 'to/ken+==',
};
const region = 'eu-central-1';

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

const encode = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    found => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The signature of a request as AWS documents it ("Signature Version 4 for API requests"), reckoned anew. */
function signatureOf(
  method: string,
  url: URL,
  headers: readonly (readonly [string, string])[],
  date: string,
): string {
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted();
  const canonical = [
    method,
    url.pathname,
    query.join('&'),
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    headers.map(([name]) => name).join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const digest = createHash('sha256').update(canonical).digest('hex');
  const steps = [date.slice(0, 8), region, 's3', 'aws4_request'];
  const key = steps.reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  return hmac(key, ['AWS4-HMAC-SHA256', date, scope, digest].join('\n')).toString('hex');
}

test.each(['url', 'put', 'get'] as const)(
  'a signed address (%s) has the signature that AWS reckons',
  async way => {
    const blobs = s3({ bucket: 'my.pictures', region, credentials, prefix: 'a-b/c_d' });
    const { put, get } = await blobs.target('cats/1.x.png', { expiresInMs: 90_000 });
    const address = { put, get, url: await blobs.url('cats/1.x.png') }[way];
    const url = new URL(address ?? '');
    const date = url.searchParams.get('X-Amz-Date') ?? '';
    const method = way === 'put' ? 'PUT' : 'GET';
    expect(url.searchParams.get('X-Amz-Signature')).toBe(
      signatureOf(method, url, [['host', url.host]], date),
    );
  },
);

test('a request has the signature that AWS reckons', async () => {
  const received: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    received.push(request);
    request.resume();
    response.end('<ListBucketResult></ListBucketResult>');
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    await new Promise(resolve => server.close(resolve));
  });
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const blobs = s3({ bucket: 'pictures', region, endpoint, credentials, prefix: 'a' });
  await blobs.put('cats/1.png', { bytes: Uint8Array.of(1, 2, 3), mediaType: 'image/png' });
  await blobs.forget({ prefix: 'it is*(odd)/~ä', before: 0 });
  expect(received).toHaveLength(2);
  for (const { method = '', url: path, headers } of received) {
    const names = ['host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'];
    const signed = names.map(name => [name, String(headers[name])] as const);
    const signature = signatureOf(
      method,
      new URL(`${endpoint}${path}`),
      signed,
      String(headers['x-amz-date']),
    );
    expect(headers.authorization).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIATEST/${String(headers['x-amz-date']).slice(0, 8)}/${region}/s3/aws4_request, SignedHeaders=${names.join(';')}, Signature=${signature}`,
    );
  }
});
