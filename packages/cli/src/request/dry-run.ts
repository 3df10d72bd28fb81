import { LoadAPIKeyError } from '@ai-sdk/provider';
import { costWords, counted } from '../output/amounts.ts';
import type { Output } from '../output/output.ts';
import type { CaughtRequest } from './catch-requests.ts';
import type { PriceOfJobs } from './price.ts';

/** Shows requests that were not sent. */
export function showRequests(requests: readonly CaughtRequest[], output: Output): void {
  for (const request of requests) {
    const { method, url, headers, body } = request;
    const lines = [
      `${method} ${url}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      '',
      typeof body === 'string' ? shortened(body) : JSON.stringify(body, (_, value) => shortened(value), 2),
      '',
    ];
    output.result({ type: 'request', ...request }, lines.join('\n'));
  }
}

/**
 * Shows what a run would cost.
 *
 * @param price - asks for it
 */
export async function showPrice(price: () => Promise<PriceOfJobs>, output: Output): Promise<void> {
  try {
    const { cost, images, unpriced } = await price();
    const known = costWords(cost) ?? (unpriced > 0 ? 'not known here' : '0 USD');
    const rest =
      unpriced > 0 && costWords(cost) !== undefined
        ? `, and ${counted(unpriced, 'job')} whose price is not known here`
        : '';
    output.result(
      { type: 'price', cost, images, unpriced },
      `Price of ${counted(images, 'image')}: ${known}${rest}. Nothing was sent.`,
    );
  } catch (error) {
    if (!LoadAPIKeyError.isInstance(error)) throw error;
    const reason = 'this service tells its price for a key only';
    output.result({ type: 'price', cost: null, reason }, `Price: ${reason}. Nothing was sent.`);
  }
}

/** Longest text that is shown whole, in characters: source images are longer. */
const longest = 400;

function shortened(value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= longest) return value;
  return `${value.slice(0, 60)}... (${value.length} characters)`;
}
