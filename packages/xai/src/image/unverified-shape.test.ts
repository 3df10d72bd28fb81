import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { XaiGatewayProfile } from '../gateways/profile.ts';
import { crazyrouterProfile } from '../gateways/crazyrouter.ts';
import { createGrok } from '../index.ts';
import { call, withOptions } from '../test/call.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain' });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

function grok4(gateway: 'crazyrouter' | XaiGatewayProfile = 'crazyrouter') {
  return createGrok({ ...emulator.crazyrouter, gateway }).image('grok-4-image');
}

const compatibility = (feature: string, details: string) => ({ type: 'compatibility', feature, details });

describe('grok-4-image of Crazyrouter', () => {
  test('gets ratio and resolution, and its images are compared with them', async () => {
    const { images, warnings } = await grok4().doGenerate(
      withOptions({ resolution: '2k' }, { aspectRatio: '16:9', n: 2 }),
    );
    expect(images).toHaveLength(2);
    expect(emulator.requests[0]?.body).toMatchObject({ aspect_ratio: '16:9', resolution: '2k' });
    expect(warnings).toEqual([
      compatibility(
        'aspectRatio',
        '16:9 was sent, but Crazyrouter may not keep to it; the images are measured.',
      ),
      compatibility(
        'resolution',
        '2k was sent, but Crazyrouter may not keep to it; the images are measured.',
      ),
      compatibility('aspectRatio', '16:9 was asked for, but an image of 1024x1024 pixels came.'),
      compatibility('resolution', '2k was asked for, but an image of 1024x1024 pixels came.'),
    ]);
  });

  test('has no mismatch when it does what was asked', async () => {
    const { warnings } = await grok4().doGenerate(withOptions({ resolution: '1k' }, { aspectRatio: '1:1' }));
    expect(warnings).toHaveLength(2);
    expect(JSON.stringify(warnings)).not.toContain('pixels came');
  });

  test('without a wish has no warning', async () => {
    expect((await grok4().doGenerate(call)).warnings).toEqual([]);
  });

  test('is asked for one image a request, and each is billed once', async () => {
    const { images } = await grok4().doGenerate({ ...call, n: 3 });
    expect(images).toHaveLength(3);
    expect(emulator.ledger.map(entry => entry.images)).toEqual([1, 1, 1]);
  });

  test('asked for two at once by another profile says that both were billed', async () => {
    const models = {
      'grok-4-image': { ...crazyrouterProfile.models?.['grok-4-image'], maxImagesPerRequest: 2 },
    };
    const { images, warnings } = await grok4({ ...crazyrouterProfile, models }).doGenerate({ ...call, n: 2 });
    expect(images).toHaveLength(1);
    const message = 'Of 2 images, 1 did not come back. Crazyrouter bills what was asked for, 2 images.';
    expect(warnings).toEqual([{ type: 'other', message }]);
    expect(emulator.ledger.map(entry => entry.images)).toEqual([2]);
  });
});

test('fewer images of a gateway that says nothing about the bill is a warning that says so', async () => {
  emulator.script({ dropImages: 1 });
  const image = createGrok({ ...emulator.agtcloud, gateway: 'agtcloud' }).image('grok-imagine-image');
  const { warnings } = await image.doGenerate({ ...call, n: 3 });
  const message = 'Of 3 images, 1 did not come back. agtcloud did not say how many were billed.';
  expect(warnings).toEqual([{ type: 'other', message }]);
});
