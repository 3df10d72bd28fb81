import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { call } from '../test/called.ts';
import { objectsOf, openPlace } from '../test/command.ts';

it('keys come from .env as well', async () => {
  const { folder, emulator, run } = await openPlace({}, { XAI_API_KEY: undefined });
  const { code, errors } = await run('models');
  expect(errors).toContain('XAI_API_KEY, or put it into the file .env.');
  expect(code).toBe(2);
  await writeFile(path.join(folder, '.env'), `XAI_API_KEY=${emulator.xai.apiKey}\n`);
  expect((await run('models')).code).toBe(0);
});

it('models lists the catalogue of today with its prices', async () => {
  const { run } = await openPlace();
  expect((await run('models')).output).toMatch(/^grok-imagine-image-2\.0 +low +1k +0\.04 USD$/m);
  const { output } = await run('models', '--service', 'civitai', '--json');
  expect(objectsOf(output)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: 'model', id: 'grok-imagine-image', prices: [{ buzz: 26 }] }),
      expect.objectContaining({ type: 'model', id: 'flux2-dev', prices: [{ buzz: expect.any(Number) }] }),
      expect.objectContaining({
        id: 'grok-imagine-image-2.0',
        prices: [
          { quality: 'low', resolution: '1k', buzz: 52 },
          { quality: 'low', resolution: '2k', buzz: 78 },
          { quality: 'medium', resolution: '1k', buzz: 78 },
          { quality: 'medium', resolution: '2k', buzz: 104 },
        ],
      }),
    ]),
  );
  expect(await run('models', '--service', 'emulator:agtcloud')).toMatchObject({ code: 2 });
});

it('a model that Civitai does not have is bad input, and the nearest is named', async () => {
  for (const command of [['generate', 'A cat'], ['cost'], ['bulk', '-']]) {
    const { code, errors } = await call([...command, '--service', 'civitai', '--model', 'flux2-dve']);
    expect(errors).toMatch(/^No such imageModel: flux2-dve\. Accepted: flux2-dev \(did you mean that\?\)/);
    expect(errors).toContain('Nothing was sent.');
    expect(code).toBe(2);
  }
});

it('what Node.js refuses to connect to was not sent, and has failed', async () => {
  const { run } = await openPlace({}, { XAI_BASE_URL: 'http://127.0.0.1:1/v1' });
  const { code, errors } = await run('generate', 'A cat');
  expect(errors).toMatch(/failed: [^]*bad port[^]*Nothing was sent/);
  expect(errors).toContain('0 images, 1 failed, 1 missing');
  expect(code).toBe(1);
});

it('cost prices a request as it would be sent, without a bill', async () => {
  const { run, emulator } = await openPlace();
  const args = ['cost', '-n', '4', '-m', 'grok-imagine-image-2.0', '--resolution', '2k'];
  expect((await run(...args)).output).toBe(
    '4 images by grok-imagine-image-2.0 at xAI: 0.24 USD, 0.06 USD each\n',
  );
  expect((await run('cost', '--service', 'civitai')).output).toBe(
    '1 image by grok-imagine-image at Civitai: 26 Buzz\n',
  );
  expect(emulator.ledger).toEqual([]);
});
