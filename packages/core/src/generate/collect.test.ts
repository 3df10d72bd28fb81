import { describe, expect, it } from 'vitest';
import { collectImages, type PaidImage } from './collect.ts';
import { toImage, type DownloadedImage } from '../image/download.ts';
import { ImageDownloadError } from '../errors/index.ts';
import { errorOf } from '../test/catch.ts';
import { images } from '../test/images.ts';
import { passTime, stopClock } from '../test/time.ts';

const details = {
  provider: 'test.image',
  modelId: 'test-model',
  requestId: 'request-1',
  cost: { usd: 0.04 },
};
const png = toImage(images.png, 'test');

type Load = (abortSignal: AbortSignal | undefined) => Promise<DownloadedImage>;

function item(name: string, load: Load): PaidImage & { name: string } {
  return { name, url: `https://images.test/${name}`, load };
}

const arrives: Load = async () => png;
const fails: Load = async () => {
  throw new RangeError('It has expired.');
};

const never: Load = () => new Promise(() => {});

/** Arrives just before what is paid is given up. */
const late: Load = () => new Promise(resolve => setTimeout(() => resolve(png), 29_000));

const throwsAtOnce: Load = () => {
  throw new RangeError('No base64.');
};

/** Fails until the world gets better. */
function failsUntil(world: { better: boolean }): Load {
  return async signal => (world.better ? png : fails(signal));
}

describe('collectImages', () => {
  it('fetches as many images as a call may ask for, and says how many more were named', async () => {
    let loads = 0;
    const load: Load = async () => {
      loads += 1;
      return png;
    };
    const items = Array.from({ length: 100_000 }, (_, index) => item(String(index), load));

    const { delivered, warnings } = await collectImages(items, details, undefined);

    expect([loads, delivered.length]).toEqual([1000, 1000]);
    expect(warnings).toEqual([
      {
        type: 'other',
        message: 'The answer names 100000 images; 99000 were not fetched, as a call may ask for 1000.',
      },
    ]);
  });

  it('delivers every image with what it was fetched for, in order', async () => {
    const { delivered, warnings } = await collectImages(
      [item('a', arrives), item('b', arrives)],
      details,
      undefined,
    );

    expect(delivered.map(({ item: { name }, image }) => [name, image])).toEqual([
      ['a', png],
      ['b', png],
    ]);
    expect(warnings).toEqual([]);
  });

  it('says what a service knows better than to try an address again', async () => {
    const rescue = 'It is in your bucket.';
    const kept = { ...item('a', fails), rescue };
    const { warnings } = await collectImages([kept, item('b', arrives)], details, undefined);
    const message = 'A paid image could not be fetched: It has expired. It is in your bucket.';
    expect(warnings).toEqual([{ type: 'other', message }]);
    const error = await errorOf(collectImages([kept], details, undefined));
    expect(error.message).toBe(
      'Failed to fetch 1 paid image: It has expired. It is in your bucket. Sending the request again would be billed again.',
    );
  });

  it('has nothing to deliver when there is nothing to fetch', async () => {
    expect(await collectImages([], details, undefined)).toEqual({ delivered: [], warnings: [] });
  });

  it('delivers what it can, and says where the rest may still be', async () => {
    const items = [item('a', arrives), item('b', fails), item('c', arrives)];

    const { delivered, warnings } = await collectImages(items, details, undefined);

    expect(delivered.map(entry => entry.item.name)).toEqual(['a', 'c']);
    expect(warnings).toEqual([
      {
        type: 'other',
        message:
          'A paid image could not be fetched: It has expired. It may still be at https://images.test/b',
      },
    ]);
  });

  it('does not let an image that is too slow hold up its siblings', async () => {
    stopClock();
    const items = [item('a', never), item('b', arrives)];

    const { delivered, warnings } = await passTime(
      collectImages(items, details, undefined, performance.now() + 40_000.4),
    );

    expect(delivered.map(entry => entry.item.name)).toEqual(['b']);
    expect(warnings).toMatchObject([{ message: expect.stringContaining('did not arrive within 40000 ms') }]);
  });

  it('does not wait longer for an image without an address, which may be fetched all the same', async () => {
    stopClock();
    const controller = new AbortController();
    const items = [{ load: never }, { load: arrives }];

    expect((await passTime(collectImages(items, details, undefined, 0))).delivered).toHaveLength(1);
    const collecting = errorOf(collectImages(items, details, controller.signal));
    controller.abort(new RangeError('enough'));
    expect((await collecting).message).toBe('enough');
  });

  it('gives what is paid half a minute, also when the time of the call is up', async () => {
    stopClock();

    const { delivered } = await passTime(collectImages([item('a', late)], details, undefined, 0));

    expect(delivered).toHaveLength(1);
  });

  it('delivers what it can when an item throws before it is a promise', async () => {
    const { delivered, warnings } = await collectImages(
      [item('a', throwsAtOnce), item('b', arrives)],
      details,
      undefined,
    );

    expect(delivered.map(entry => entry.item.name)).toEqual(['b']);
    expect(warnings).toMatchObject([{ message: expect.stringContaining('No base64.') }]);
  });

  it('names no address of an image that has none', async () => {
    const inline = { load: fails };

    const { warnings } = await collectImages([inline, item('a', arrives)], details, undefined);

    expect(warnings).toEqual([
      {
        type: 'other',
        message:
          'A paid image could not be fetched: It has expired. The answer itself carried it, so there is nothing to fetch again.',
      },
    ]);
  });
});

describe('when no paid image can be fetched', () => {
  it('says what was paid, where the images are and what to do', async () => {
    const error = await errorOf(collectImages([item('a', fails), item('b', fails)], details, undefined));

    expect(error).toMatchObject({
      name: 'ImageDownloadError',
      ...details,
      urls: ['https://images.test/a', 'https://images.test/b'],
      cause: { message: 'It has expired.' },
      message:
        'Failed to fetch 2 paid images: It has expired. What is paid may still be there: call error.retryDownload(), or fetch error.urls, before the addresses expire. Sending the request again would be billed again.',
    });
  });

  it('gives the images later, also if one of them is gone for good', async () => {
    const world = { better: false };
    const items = [item('a', failsUntil(world)), item('b', fails), item('c', failsUntil(world))];
    const error = await errorOf(collectImages(items, details, undefined));

    world.better = true;

    expect(ImageDownloadError.isInstance(error) && (await error.retryDownload())).toEqual([
      images.png,
      images.png,
    ]);
  });

  it('fails the same way again while the world is no better', async () => {
    const error = await errorOf(collectImages([item('a', fails)], details, undefined));
    const again = await errorOf(async () => ImageDownloadError.isInstance(error) && error.retryDownload());

    expect(again).toMatchObject({ name: 'ImageDownloadError', urls: ['https://images.test/a'] });
    expect(again.message).toContain('Failed to fetch 1 paid image: ');
  });

  it('ends the second try when its signal says so', async () => {
    const controller = new AbortController();
    const seen: (AbortSignal | undefined)[] = [];
    const noticing: Load = async abortSignal => {
      seen.push(abortSignal);
      if (seen.length === 2) controller.abort('enough');
      return fails(abortSignal);
    };

    const error = await errorOf(collectImages([item('a', noticing)], details, undefined));
    const again = ImageDownloadError.isInstance(error)
      ? error.retryDownload({ abortSignal: controller.signal })
      : 0;

    await expect(again).rejects.toBe('enough');
    expect(seen.map(signal => signal?.aborted)).toEqual([false, true]);
  });

  it('promises no second try for images that the answer itself carried', async () => {
    const error = await errorOf(collectImages([{ load: fails }], details, undefined));

    expect(error).toMatchObject({ urls: [] });
    expect(error.message).toContain('The answer itself carried it, so there is nothing to fetch again.');
  });

  it('rejects with the reason of the caller when that is why', async () => {
    const reason = new RangeError('changed my mind');
    const controller = new AbortController();
    const aborts: Load = async signal => {
      controller.abort(reason);
      return fails(signal);
    };

    await expect(collectImages([item('a', aborts)], details, controller.signal)).rejects.toBe(reason);
  });
});
