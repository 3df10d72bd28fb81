import { flagsOf } from '../flags/flag.ts';
import { plainCall } from '../request/plain-call.ts';
import { priceOf } from '../request/price.ts';
import { modelOptionsSchema } from '../services/model-options.ts';
import type { OpenService } from '../services/open.ts';

/** What an image of one quality and resolution costs. */
export interface Tier {
  readonly quality?: string | undefined;
  readonly resolution?: string | undefined;
  readonly usd?: number | undefined;
  readonly buzz?: number | undefined;
}

/**
 * What an image of a model costs at Civitai by quality and resolution, as far as it takes them: the service is asked for each
 * of them, and nothing is run or charged.
 *
 * @param usual - Buzz for an image with nothing said
 * @throws the abort reason
 */
export async function civitaiTiers(
  service: OpenService,
  id: string,
  { usual, abortSignal }: { readonly usual: number; readonly abortSignal: AbortSignal },
): Promise<readonly Tier[]> {
  const flags = flagsOf(await modelOptionsSchema(service.choice, id));
  const choicesOf = (name: string) => flags.find(flag => flag.name === name)?.choices ?? [undefined];
  const asked = choicesOf('quality').flatMap(quality =>
    choicesOf('resolution').map(resolution => ({ quality, resolution })),
  );
  if (asked.length === 1) return [{ buzz: usual }];
  const prices = await Promise.all(
    asked.map(async tier => {
      const call = plainCall({ providerOptions: { civitai: tier }, abortSignal });
      // What a model does not take has no price.
      const cost = await priceOf(service.model(id), call).catch((error: unknown) => {
        if (abortSignal.aborted) throw error;
        return undefined;
      });
      return cost?.buzz === undefined ? [] : [{ ...tier, buzz: cost.buzz }];
    }),
  );
  const tiers = prices.flat();
  return tiers.every(({ buzz }) => buzz === usual) ? [{ buzz: usual }] : tiers;
}
