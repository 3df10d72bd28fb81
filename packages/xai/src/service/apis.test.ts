import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { xaiProfile } from '../gateways/xai.ts';
import { createGrok } from '../index.ts';
import { errorOf } from '../test/call.ts';
import { collect } from '../test/collect.ts';
import { useEmulator } from '../test/emulator.ts';

const { emulator } = await useEmulator();
const names = { files: 'Files API', batch: 'Batch API' };

describe.each([
  ['files', 'batch'],
  ['batch', 'files'],
] as const)('the API behind %s', (api, other) => {
  it('is used where the profile of a gateway names it', async () => {
    const gateway = { ...xaiProfile, name: 'Example', apis: [api] } as const;

    expect(await collect<unknown>(createGrok({ ...emulator.xai, gateway })[api].list())).toEqual([]);
  });

  it.each([
    ['knows none', { apis: undefined }],
    ['takes ids of files all the same', { apis: undefined, offers: ['fileIds' as const] }],
    ['has the other one only', { apis: [other] }],
  ])('is refused by name where a gateway %s', async (_, fields) => {
    const gateway = { ...xaiProfile, name: 'Example', ...fields };
    const error = await errorOf(collect<unknown>(createGrok({ ...emulator.xai, gateway })[api].list()));

    expect(UnsupportedFunctionalityError.isInstance(error)).toBe(true);
    expect(error.message).toBe(
      `Failed to use the ${names[api]} of Example: it has none. Use xAI itself, or, if it has one, say so by apis: ['${api}'] in its profile. Nothing was sent.`,
    );
    expect(emulator.requests).toEqual([]);
  });

  it.each(['crazyrouter', 'agtcloud'] as const)('is refused by name at %s', async gateway => {
    const error = await errorOf(collect<unknown>(createGrok({ ...emulator[gateway], gateway })[api].list()));

    expect(error.message).toContain(
      `Failed to use the ${names[api]} of ${gateway === 'agtcloud' ? gateway : 'Crazyrouter'}`,
    );
    expect(emulator.requests).toEqual([]);
  });
});
