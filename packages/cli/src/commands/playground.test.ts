import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ended, objectsOf, openPlace } from '../test/command.ts';

it('playground serves whoever has its address, and ends with Ctrl-C', async () => {
  const place = await openPlace();
  const child = place.start(
    ...[
      'playground',
      '--service',
      'emulator:civitai',
      '--no-open',
      '--port',
      '0',
      '--folder',
      'tries',
      '--json',
    ],
  );
  const [first] = await once(child.stdout, 'data');
  const [told] = objectsOf(String(first));
  expect(told).toMatchObject({ type: 'playground', folder: expect.stringContaining('tries') });
  const address = new URL(String(told?.['url']));
  expect(address.hostname).toBe('127.0.0.1');
  const ask = (where: string, cookie = '') =>
    fetch(new URL(where, address), { headers: { cookie }, redirect: 'manual' });

  expect((await ask('/api/services')).status).toBe(403);
  const entered = await ask(address.href);
  expect(entered.status).toBe(303);
  const [cookie] = (entered.headers.get('set-cookie') ?? '').split(';');
  const services = await ask('/api/services', cookie);
  expect(services.status).toBe(200);
  // The emulator plays all services, whichever of them was asked for.
  expect(JSON.stringify(await services.json())).toMatch(/xai[^]*civitai/);
  expect(await readdir(path.join(place.folder, 'tries'))).not.toEqual([]);

  child.kill('SIGINT');
  expect((await ended(child)).code).toBe(0);
  await expect(ask('/api/services', cookie)).rejects.toThrow('fetch failed');
  expect(place.emulator.requests).toEqual([]);
});

it('playground names a service that there is not', async () => {
  const { code, errors } = await (await openPlace()).run('playground', '--service', 'xia', '--no-open');
  expect(errors).toMatch(/Invalid --service: got "xia".*xai/);
  expect(code).toBe(2);
});
