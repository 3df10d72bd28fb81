import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningEmulator, startEmulator } from '../emulator.ts';
import { type Client, createClient } from '../../test/client.ts';

const generations = '/images/generations';
const edits = '/images/edits';
const prompt = 'A cat in a tree';
const source = { url: 'https://images.example/cat.png' };
const wrongKey = { authorization: 'Bearer xai-invalid-key' };

let emulator: RunningEmulator;
let client: Client;

beforeAll(async () => {
  emulator = await startEmulator();
  client = createClient(emulator.xai);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

describe('each check has its own status and body', () => {
  test('an unknown route is a JSON 404 with a numeric code', async () => {
    const reply = await client.post('/images/variations/x', {});
    expect(reply.status).toBe(404);
    expect(reply.body).toMatchObject({ error: { code: 404, message: expect.stringContaining('not found') } });
  });

  test('a wrong verb is an empty 405', async () => {
    expect(await client.post('/images/foo', {})).toMatchObject({ status: 405, body: '' });
  });

  test.each([
    ['multipart', 'multipart/form-data; boundary=x', '--x--'],
    ['no JSON content type', 'text/plain', '{"prompt":"x"}'],
    ['an empty body', 'application/json', ''],
  ])('%s is a 415', async (_name, contentType, body) => {
    expect(await client.post(generations, body, { 'content-type': contentType })).toMatchObject({
      status: 415,
    });
  });

  test.each(['{"prompt": "x",}', '{"prompt": "x"', '{prompt: "x"}', 'nope', '{"prompt": "x"} y'])(
    'malformed JSON %s is a plain 400',
    async body => {
      const reply = await client.post(generations, body);
      expect(reply).toMatchObject({
        status: 400,
        body: expect.stringMatching(/^Failed to parse the request body as JSON: .+/),
      });
      expect(reply.headers.get('content-type')).toContain('text/plain');
    },
  );

  test.each([
    ['{}', 'prompt: missing field `prompt`'],
    [
      '{"prompt":"x","quality":"ultra"}',
      'quality: unknown variant `ultra`, expected one of `low`, `medium`, `high`, `auto`',
    ],
    [
      '{"prompt":"x",\n "resolution":"4k"}',
      'resolution: unknown variant `4k`, expected one of `1k`, `2k`, `1.5k`',
    ],
    ['{"prompt":"é","n":"3"}', 'n: invalid type: "3", expected number'],
    ['{"prompt":"x","n":2.5}', 'n: invalid type: 2.5, expected int'],
    ['{"prompt":7}', 'prompt: invalid type: 7, expected string'],
    ['{"prompt":"x","storage_options":{}}', 'storage_options.filename: missing field `filename`'],
  ])('%s is a plain 422 that says what is wrong where', async (body, message) => {
    const reply = await client.post(generations, body);
    expect(reply).toMatchObject({
      status: 422,
      body: `Failed to deserialize the JSON body into the target type: ${message}`,
    });
    expect(reply.headers.get('content-type')).toContain('text/plain');
  });

  test('a bare string as source image is a 422', async () => {
    const reply = await client.post(edits, '{"prompt":"x","image":"https://a.example/b.png"}');
    expect(reply.status).toBe(422);
    expect(reply.body).toContain('image: invalid type: "https://a.example/b.png", expected object');
  });

  test('no key is a 401, a wrong one a 400 that masks it', async () => {
    expect(await client.post(generations, { prompt }, { authorization: ' ' })).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated:no-credentials', error: 'No credentials presented.' },
    });
    expect(await client.post(generations, { prompt }, wrongKey)).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('Incorrect API key provided: xa***ey.') },
    });
  });

  test.each(['grok-2-image', 'grok-2-image-1212', 'grok-4-image', 'nope'])(
    'model %s is a 404',
    async model => {
      expect(await client.post(generations, { prompt, model })).toMatchObject({
        status: 404,
        body: { code: 'not-found', error: expect.stringContaining(`The model ${model} does not exist`) },
      });
    },
  );

  test.each(['size', 'style'])('the argument %s is refused by name', async name => {
    expect(await client.post(generations, { prompt, [name]: 'x' })).toMatchObject({
      status: 400,
      body: { code: '400', error: `Argument not supported: ${name}` },
    });
  });

  test('six sources are refused with the numbers', async () => {
    expect(
      await client.post(edits, { prompt, images: Array.from({ length: 6 }, () => source) }),
    ).toMatchObject({
      status: 400,
      body: {
        code: 'invalid-argument',
        error: 'This model supports at most 5 input image(s), but 6 were provided.',
      },
    });
  });

  test.each([0, -1, 11])('n=%i is out of range', async n => {
    expect(await client.post(generations, { prompt, n })).toMatchObject({
      status: 400,
      body: {
        code: 'invalid-argument',
        error: 'The number of images to generate (n) must be between 1 and 10 inclusive.',
      },
    });
  });

  test.each([
    [{ deferred: true, response_format: 'b64_json' }, 'Deferred'],
    [{ output: { upload_urls: ['https://a.example/1'] }, response_format: 'b64_json' }, 'output'],
    [{ output: { upload_urls: ['https://a.example/1'] }, n: 2 }, 'upload URLs'],
    [{ storage_options: { filename: 'a.jpeg', expires_after: 60 } }, 'expires_after'],
    [{ prompt: ' ' }, 'Prompt cannot be empty.'],
    [{ prompt: 'x'.repeat(16_001) }, '16000'],
    [{ response_format: 'png' }, 'response_format'],
  ])('the combination %o is an invalid argument', async (fields, words) => {
    expect(await client.post(generations, { prompt, ...fields })).toMatchObject({
      status: 400,
      body: { code: 'invalid-argument', error: expect.stringContaining(words) },
    });
  });
});

test('checks come in the documented order', async () => {
  const everythingWrong = {
    model: 'nope',
    size: '1x1',
    n: 99,
    images: Array.from({ length: 6 }, () => source),
  };
  const steps: [object, Record<string, string>, number, string][] = [
    [{ ...everythingWrong, quality: 'ultra' }, { 'content-type': 'text/plain' }, 415, 'Content-Type'],
    [{ ...everythingWrong, quality: 'ultra' }, wrongKey, 422, 'quality'],
    [everythingWrong, wrongKey, 422, 'prompt'],
    [{ prompt, ...everythingWrong }, wrongKey, 400, 'Incorrect API key'],
    [{ prompt, ...everythingWrong }, {}, 404, 'model nope'],
    [{ prompt, ...everythingWrong, model: undefined }, {}, 400, 'size'],
    [{ prompt, ...everythingWrong, model: undefined, size: null }, {}, 400, 'at most 5'],
    [{ prompt, image: source, n: 99, deferred: true, response_format: 'b64_json' }, {}, 400, '(n)'],
  ];
  for (const [body, headers, status, words] of steps) {
    const reply = await client.post(edits, body, headers);
    expect([reply.status, JSON.stringify(reply.body)]).toEqual([status, expect.stringContaining(words)]);
  }
  expect(emulator.ledger).toEqual([]);
});

test('unknown fields are ignored, unless the emulator is strict', async () => {
  await expect(
    client.images(generations, { prompt, output_format: 'png', sync_mode: true }),
  ).resolves.toBeDefined();
  const strict = await startEmulator({ strict: true });
  const reply = await createClient(strict.xai).post(generations, { prompt, output_format: 'png' });
  await strict.close();
  expect(reply.status).toBe(422);
  expect(reply.body).toContain('unknown field `output_format`');
});

test('every answer has a request id and says that data is retained', async () => {
  for (const reply of [
    await client.get('/nowhere'),
    await client.post(generations, {}),
    await client.get('/models'),
  ]) {
    expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(reply.headers.get('x-zero-data-retention')).toBe('false');
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
  }
});
