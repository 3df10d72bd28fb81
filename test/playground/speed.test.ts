import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectToBrowser } from './harness/browser.ts';
import { openPage } from './harness/page.ts';
import { openStage, type Stage } from './harness/stage.ts';
import { writeGallery } from './harness/write-gallery.ts';

const pictures = 10_000;
const rounds = 3;

let browser: Browser;
let empty: Stage;
let full: Stage;

beforeAll(async () => {
  browser = await connectToBrowser();
  [empty, full] = [await openStage(), await openStage()];
  await full.playground.close();
  await writeGallery(full.folder, pictures);
  await full.start();
});

afterAll(async () => {
  await browser.close();
  await empty.close();
  await full.close();
});

interface Times {
  /** Milliseconds until something is seen, and until the gallery is there. */
  readonly paint: number;
  readonly gallery: number;
  /** Milliseconds of the processor, by the browser itself. */
  readonly work: number;
}

/** Opens the page and its gallery anew, and measures in the page. */
async function measure(stage: Stage, ready: string): Promise<Times> {
  const { page, close } = await openPage(browser, stage);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  const workSoFar = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
  const before = await workSoFar();
  const gallery = await page.evaluate(
    ([link, wanted]) =>
      new Promise<number>(resolve => {
        const start = performance.now();
        new MutationObserver(() => {
          if (document.querySelector(wanted)) requestAnimationFrame(() => resolve(performance.now() - start));
        }).observe(document.body, { childList: true, subtree: true });
        document.querySelector<HTMLElement>(link)?.click();
      }),
    ['a[href="#/gallery"]', ready] as const,
  );
  const work = (await workSoFar()) - before;
  await close();
  return { paint, gallery, work };
}

function least(values: readonly number[]): number {
  return Math.min(...values);
}

test('a gallery of ten thousand opens in at most twice the time of an empty one', async () => {
  const times: Record<'empty' | 'full', Times[]> = { empty: [], full: [] };
  for (let round = 0; round < rounds; round++) {
    times.empty.push(await measure(empty, '.empty'));
    times.full.push(await measure(full, '.tile'));
  }
  const best = (which: 'empty' | 'full', what: keyof Times) => least(times[which].map(one => one[what]));
  const report = Object.fromEntries(
    (['empty', 'full'] as const).map(which => [
      which,
      { paint: best(which, 'paint'), gallery: best(which, 'gallery'), work: best(which, 'work') },
    ]),
  );
  const out = resolve(import.meta.dirname, '../../out/playground');
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'speed.json'), JSON.stringify(report, undefined, 2));
  // The reading of an empty gallery takes a frame or two: what is below them is not told apart.
  const frames = 50;
  expect(best('full', 'gallery')).toBeLessThanOrEqual(2 * Math.max(frames, best('empty', 'gallery')));
  expect(best('empty', 'paint')).toBeLessThan(500);
});

test('its pages are turned and searched, and hold a hundred pictures each', async () => {
  const { page, close } = await openPage(browser, full);
  await page.getByRole('link', { name: 'Gallery', exact: true }).click();
  await expect.poll(() => page.locator('.tile').count()).toBe(100);
  await page.getByRole('button', { name: 'Older →' }).click();
  await page.getByText('Page 2 of 100').waitFor();
  await page.getByRole('searchbox').fill('cat 4711');
  await expect.poll(() => page.locator('.tile').count()).toBe(1);
  await expect
    .poll(() =>
      page.locator('.tile img').evaluate(image => image instanceof HTMLImageElement && image.naturalWidth),
    )
    .toBe(64);
  await close();
});

test('the script of the page has less than 60 KB, compressed', async () => {
  const folder = resolve(import.meta.dirname, '../../packages/playground/dist/page/assets');
  const scripts = (await readdir(folder)).filter(name => name.endsWith('.js'));
  const sizes = await Promise.all(
    scripts.map(async name => gzipSync(await readFile(join(folder, name))).byteLength),
  );
  expect(scripts).not.toEqual([]);
  expect(sizes.reduce((all, size) => all + size, 0)).toBeLessThan(60_000);
});
