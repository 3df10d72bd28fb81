import { messageOf } from '@grok-image/core/internal';
import type { XaiProvider } from '@grok-image/xai';
import type { CivitaiProvider } from '@grok-image/civitai';
import type { Finding } from './finding.ts';

const qualities = ['low', 'medium', 'high', 'auto'] as const;
const resolutions = ['1k', '1.5k', '2k'] as const;

/** Compares the prices that this version knows with those of the catalogue of today. Free. */
export async function compareXaiPrices(
  xai: XaiProvider,
  abortSignal: AbortSignal,
): Promise<readonly Finding[]> {
  const about = 'prices of xAI';
  try {
    const models = await xai.models({ abortSignal });
    const differences: string[] = [];
    for (const { id, prices } of models) {
      for (const { quality, resolution, costUsd } of prices) {
        const known = await xai.estimateCost({
          model: id,
          quality: qualities.find(one => one === quality),
          resolution: resolutions.find(one => one === resolution),
        });
        if (known.costUsd === costUsd) continue;
        const tier = [quality, resolution].filter(Boolean).join(' ');
        differences.push(`${id} ${tier}: ${costUsd} USD, here ${known.costUsd ?? 'not known'}`);
      }
    }
    if (differences.length > 0)
      return [{ about, state: 'note', words: `drifted: ${differences.join('; ')}` }];
    return [{ about, state: 'ok', words: `as this version knows them, ${models.length} models` }];
  } catch (error) {
    return [{ about, state: 'problem', words: messageOf(error) }];
  }
}

/** What the recipe of Grok says that an image costs (developer.civitai.com, 2026-08). */
const publishedBuzz = 26;

/** Compares what Civitai asks for an image today with what it has published. Free. */
export async function compareCivitaiPrice(
  civitai: CivitaiProvider,
  abortSignal: AbortSignal,
): Promise<readonly Finding[]> {
  const about = 'price of Civitai';
  try {
    const { totalBuzz } = await civitai.estimateCost({ model: 'grok-imagine-image', abortSignal });
    const words = `${totalBuzz} Buzz for grok-imagine-image`;
    if (totalBuzz === publishedBuzz) return [{ about, state: 'ok', words }];
    return [{ about, state: 'note', words: `drifted: ${words}, published were ${publishedBuzz}` }];
  } catch (error) {
    return [{ about, state: 'problem', words: messageOf(error) }];
  }
}
