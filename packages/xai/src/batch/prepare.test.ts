import { expect, it } from 'vitest';
import { png } from '../test/server.ts';
import { toBatchCall } from './call.ts';
import { prepareRequest, type PreparedRequest } from './prepare.ts';

function dataOf(request: PreparedRequest | undefined): unknown {
  return request?.call.files?.map(file => file.type === 'file' && file.data)[0];
}

it('copies once the image of many requests', () => {
  const image = Buffer.from(png);
  const copies = new Map<Uint8Array, Uint8Array>();
  const [first, second] = ['a', 'b'].map(id =>
    prepareRequest(
      toBatchCall({ id, model: 'grok-imagine-image', prompt: { text: 'Winter', images: [image] } }, 0),
      copies,
    ),
  );
  image.fill(0);

  expect(dataOf(first)).toEqual(png);
  expect(dataOf(second)).toBe(dataOf(first));
});

it('copies images of the options, too', () => {
  const image = Buffer.from(png);
  const providerOptions = { xai: { images: [image] } };
  const request = { id: 'a', model: 'grok-imagine-image', prompt: 'Winter', providerOptions };
  const { options } = prepareRequest(toBatchCall(request, 0), new Map());
  image.fill(0);

  expect(options.images).toEqual([png]);
});
