import { describe, expect, test } from 'vitest';
import { environment, recipe, services, startApp } from './app.ts';

const post = (address: string, prompt: unknown): Promise<Response> =>
  fetch(`${address}/images`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt }),
  });

describe.each(['hono', 'express'])('%s', name => {
  test('answers with a picture, refuses what is no prompt, and says what is not allowed', async () => {
    const emulator = await services();
    const address = await startApp(['server.ts'], { cwd: recipe(name), env: environment(emulator) });

    const made = await post(address, 'A cat in a tree');
    expect([made.status, made.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(Buffer.from(await made.bytes()).toString('hex', 0, 3)).toBe('ffd8ff');
    expect((await post(address, '')).status).toBe(400);
    expect((await post(address, 'A cat #refuse')).status).toBe(422);
    expect(emulator.ledger.map(({ images, delivered }) => [images, delivered])).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });
});

describe('upload', () => {
  test('edits the picture of a form, and refuses what is none before anything is sent', async () => {
    const emulator = await services();
    const env = environment(emulator);
    const address = await startApp(['server.ts'], { cwd: recipe('upload'), env });
    const hono = await startApp(['server.ts'], { cwd: recipe('hono'), env });
    const picture = await (await post(hono, 'A cat in a tree')).blob();
    const edit = (file: Blob): Promise<Response> => {
      const body = new FormData();
      body.set('picture', file, 'cat.jpg');
      body.set('prompt', 'Make it a winter scene');
      return fetch(`${address}/edit`, { method: 'POST', body });
    };

    expect(await (await fetch(address)).text()).toContain('multipart/form-data');
    const edited = await edit(picture);
    expect([edited.status, edited.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect((await edit(new Blob(['no picture']))).status).toBe(500);
    expect(emulator.ledger.map(({ operation }) => operation)).toEqual(['generate', 'edit']);
  });
});
