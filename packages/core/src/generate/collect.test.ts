import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { collectImages, type PaidImage } from './collect.ts';
import { NotAnImageError, toImage, type DownloadedImage } from '../image/image-bytes.ts';
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

type Named = PaidImage & { readonly name?: string };

function item(name: string, load: Load): Named {
  return { name, index: name.charCodeAt(0) - 97, url: `https://images.test/${name}`, load };
}

/** Collects images that are described by their names. */
function collect(items: readonly Named[], abortSignal?: AbortSignal, endsAt?: number) {
  return collectImages(items, {
    details,
    abortSignal,
    endsAt,
    describe: fetched => fetched.map(({ item: { name } }) => (name === undefined ? {} : { name })),
  });
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

    const { images: delivered, warnings } = await collect(items);

    expect([loads, delivered.length]).toEqual([1000, 1000]);
    expect(warnings).toEqual([
      {
        type: 'other',
        message: 'The answer names 100000 images; 99000 were not fetched, as a call may ask for 1000.',
      },
    ]);
  });

  it('delivers every image with what it was fetched for, in order', async () => {
    const { images: delivered, warnings } = await collect([item('a', arrives), item('b', arrives)]);

    const known = { mediaType: 'image/png', width: 3, height: 2 };
    expect(delivered).toEqual([
      { data: images.png, metadata: { ...known, index: 0, name: 'a' } },
      { data: images.png, metadata: { ...known, index: 1, name: 'b' } },
    ]);
    expect(warnings).toEqual([]);
  });

  it('says what a service knows better than to try an address again', async () => {
    const rescue = 'It is in your bucket.';
    const kept = { ...item('a', fails), rescue };
    const { warnings } = await collect([kept, item('b', arrives)]);
    const message = 'A paid image could not be fetched: It has expired. It is in your bucket.';
    expect(warnings).toEqual([{ type: 'other', message }]);
    const error = await errorOf(collect([kept]));
    expect(error.message).toBe(
      'Failed to fetch 1 paid image: It has expired. It is in your bucket. Sending the request again would be billed again.',
    );
  });

  it('has nothing to deliver when there is nothing to fetch', async () => {
    expect(await collect([])).toEqual({ images: [], items: [], warnings: [], missing: [] });
  });

  it('delivers what it can, and says where the rest may still be', async () => {
    const items = [item('a', arrives), item('b', fails), item('c', arrives)];

    const { images: delivered, warnings } = await collect(items);

    expect(delivered.map(({ metadata }) => metadata['name'])).toEqual(['a', 'c']);
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

    const { images: delivered, warnings } = await passTime(
      collect(items, undefined, performance.now() + 40_000.4),
    );

    expect(delivered.map(({ metadata }) => metadata['name'])).toEqual(['b']);
    expect(warnings).toMatchObject([{ message: expect.stringContaining('did not arrive within 40000 ms') }]);
  });

  it('does not wait longer for an image without an address, which may be fetched all the same', async () => {
    stopClock();
    const controller = new AbortController();
    const items = [
      { index: 0, load: never },
      { index: 1, load: arrives },
    ];

    expect((await passTime(collect(items, undefined, 0))).images).toHaveLength(1);
    const collecting = errorOf(collect(items, controller.signal));
    controller.abort(new RangeError('enough'));
    expect((await collecting).message).toBe('enough');
  });

  it('gives what is paid half a minute, also when the time of the call is up', async () => {
    stopClock();

    const { images: delivered } = await passTime(collect([item('a', late)], undefined, 0));

    expect(delivered).toHaveLength(1);
  });

  it('says of each that is missing which one it is, why, and where', async () => {
    const stored = { ...item('b', fails), fileId: 'file-1' };

    const { images: delivered, missing } = await collect([item('a', arrives), stored]);

    expect(delivered.map(({ metadata }) => metadata['index'])).toEqual([0]);
    expect(missing).toEqual([
      { index: 1, reason: 'It has expired.', url: 'https://images.test/b', fileId: 'file-1' },
    ]);
  });

  it('fetches sixteen at once, and more when those are slow', async () => {
    stopClock();
    let begun = 0;
    const stalls: Load = () => {
      begun += 1;
      return never(undefined);
    };
    const collecting = collect(Array.from({ length: 40 }, () => item('a', stalls)));
    void collecting.catch(() => undefined);

    expect(begun).toBe(16);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(begun).toBe(32);
  });

  it('delivers what it can when an item throws before it is a promise', async () => {
    const { images: delivered, warnings } = await collect([item('a', throwsAtOnce), item('b', arrives)]);

    expect(delivered.map(({ metadata }) => metadata['name'])).toEqual(['b']);
    expect(warnings).toMatchObject([{ message: expect.stringContaining('No base64.') }]);
  });

  it('names no address of an image that has none', async () => {
    const inline = { index: 1, load: fails };

    const { warnings } = await collect([inline, item('a', arrives)]);

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
  it('keeps what came in its place, out of logs', async () => {
    const page = new TextEncoder().encode('<html>Sign in</html>');
    const brings: Load = async () => {
      throw new NotAnImageError('https://images.test/a', page, 'text and no image');
    };

    const error = await errorOf(collect([item('a', brings)]));

    if (!ImageDownloadError.isInstance(error)) throw error;
    expect(error.bytes).toEqual([page]);
    expect(error.message).toContain(
      'its 20 bytes are text and no image. What came instead is in error.bytes.',
    );
    expect(inspect(error)).not.toContain('Uint8Array');
  });

  it('says what was paid, where the images are and what to do', async () => {
    const error = await errorOf(collect([item('a', fails), item('b', fails)]));

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
    const error = await errorOf(collect(items));

    world.better = true;

    expect(ImageDownloadError.isInstance(error) && (await error.retryDownload())).toMatchObject([
      { data: images.png, metadata: { index: 0, name: 'a' } },
      { data: images.png, metadata: { index: 2, name: 'c' } },
    ]);
  });

  it('fails the same way again while the world is no better', async () => {
    const error = await errorOf(collect([item('a', fails)]));
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

    const error = await errorOf(collect([item('a', noticing)]));
    const again = ImageDownloadError.isInstance(error)
      ? error.retryDownload({ abortSignal: controller.signal })
      : 0;

    await expect(again).rejects.toBe('enough');
    expect(seen.map(signal => signal?.aborted)).toEqual([false, true]);
  });

  it('promises no second try for images that the answer itself carried', async () => {
    const error = await errorOf(collect([{ index: 0, load: fails }]));

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

    await expect(collect([item('a', aborts)], controller.signal)).rejects.toBe(reason);
  });
});
