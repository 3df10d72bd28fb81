import { APICallError } from '@ai-sdk/provider';
import { startEmulator } from '@grok-image/emulator';
import { expect, it, vi } from 'vitest';
import { civitai, createCivitai } from '../index.ts';
import { call } from '../test/call.ts';

const refused = 'nothing was generated';
const open = 'may have been carried out and billed';

it.each([
  ['problem+json', 400, JSON.stringify({ title: 'Bad Request', detail: 'No.' }), refused],
  ['a bare JSON string', 403, '"Not for you."', refused],
  ['a page', 403, '<html>Sign in</html>', open],
  ['nothing', 404, '', open],
  ['JSON of somebody else', 422, '{"output":[]}', open],
])('takes for a refusal only what the service itself says: %s', async (_name, status, body, words) => {
  const fetch = async (): Promise<Response> => new Response(body, { status });
  const failing = createCivitai({ apiKey: 'key', fetch })
    .image('grok-imagine-image')
    .doGenerate({ ...call, providerOptions: { civitai: { externalId: false } } });
  const [outcome] = await Promise.allSettled([failing]);
  const error: unknown = outcome.status === 'rejected' ? outcome.reason : undefined;

  expect(APICallError.isInstance(error) && error.message).toContain(words);
  expect(error).toMatchObject({ isRetryable: false });
});

const sendNothing = () => Promise.reject(new RangeError('It was sent.'));

it.each(['undefined', '"0123456789"', 'Bearer 0123456789'])(
  'refuses a key that can be seen to be wrong and does not show it: %s',
  async apiKey => {
    const [outcome] = await Promise.allSettled([
      createCivitai({ apiKey, fetch: sendNothing }).image('grok-imagine-image').doGenerate(call),
    ]);
    const error: unknown = outcome.status === 'rejected' ? outcome.reason : undefined;

    expect(error).toMatchObject({ name: 'AI_LoadAPIKeyError' });
    expect(String(error)).toMatch(/the Civitai API key: apiKey (?:begins|stands|is) .* Nothing was sent\.$/);
    expect(String(error)).not.toContain('0123456789');
  },
);

it('sends to CIVITAI_BASE_URL where no address is set, read when a request is made', async () => {
  const emulator = await startEmulator({ pictures: 'plain' });
  const models = [civitai, createCivitai({ baseURL: undefined })].map(one => one.image('grok-imagine-image'));
  vi.stubEnv('CIVITAI_API_KEY', emulator.civitai.apiKey);
  vi.stubEnv('CIVITAI_BASE_URL', `${emulator.civitai.baseURL}/`);
  for (const model of models) expect((await model.doGenerate(call)).images).toHaveLength(1);

  vi.stubEnv('CIVITAI_BASE_URL', 'localhost:4000');
  await expect(civitai.image('grok-imagine-image').doGenerate(call)).rejects.toThrow(
    'Invalid CIVITAI_BASE_URL: got "localhost:4000". Accepted: an http(s) address, e.g. ',
  );
  const { baseURL } = emulator.civitai;
  expect((await createCivitai({ baseURL }).image('grok').doGenerate(call)).images).toHaveLength(1);
  await emulator.close();
});
