import { invalidArgument } from '../messages/invalid-argument.ts';
import type { ImageWarning } from '../messages/warning.ts';
import type { ImageBackend, ImageParameters } from './backend.ts';

/** More images than this are told with their price: a slip in `n` is dear. */
const many = 100;

/**
 * Looks at how many images a call pays for, before anything is sent.
 *
 * @returns a warning with the price where they are many and nobody has set how many may be asked for
 * @throws InvalidArgumentError for more than the setting `maxImages`
 */
export function checkCount(
  { maxImages, describePrice }: ImageBackend,
  parameters: ImageParameters,
): ImageWarning[] {
  const { n } = parameters;
  if (n <= (maxImages ?? many)) return [];
  const price = describePrice ? describePrice(parameters) : 'a price that is not known here';
  if (price === undefined) return [];
  if (maxImages !== undefined) {
    throw invalidArgument('n', n, `at most ${maxImages}, as the setting maxImages says; it costs ${price}`);
  }
  const message = `${n} images were asked for in one call, for ${price}. The setting maxImages refuses more than it says, and ends this warning.`;
  return [{ type: 'other', message }];
}
