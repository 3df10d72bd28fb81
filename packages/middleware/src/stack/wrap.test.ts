import { createEmulator } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';
import { expect, test } from 'vitest';
import { call } from '../test/call.ts';
import { portOf } from './digest.ts';
import { createMiddleware } from './middleware.ts';
import { tellOf } from './told.ts';
import { compose, wrap } from './wrap.ts';

const noting = (name: string) =>
  createMiddleware({
    each: 'call',
    treat: async ({ params, next }) => tellOf(await next(params), () => ({ [name]: true })),
  });

test('a model that is told to do something otherwise keeps the middleware around it', async () => {
  const emulator = createEmulator({ pictures: 'plain', rateLimit: false });
  const model = createGrok({ ...emulator.xai, fetch: emulator.fetch }).image('grok-imagine-image');
  const layers = [noting('outer'), noting('inner')];
  for (const wrapped of [wrap(model, ...layers), compose(model, layers)]) {
    const changed = portOf(wrapped)?.with({ rateLimit: false });
    expect(await changed?.doGenerate(call)).toMatchObject({
      providerMetadata: { grokImage: { images: [{ outer: true, inner: true }] } },
    });
  }
});
