import { invalidArgument } from '@grok-image/core';
import type { ImageModelLike } from '@grok-image/middleware';
import { maxImagesOf, portOf } from '@grok-image/middleware/internal';

/**
 * Makes sure that a job is one request, as it has one record.
 *
 * @throws InvalidArgumentError
 */
export async function checkCount(model: ImageModelLike, n: number): Promise<void> {
  const most = portOf(model)?.capabilities.maxImagesPerRequest ?? (await maxImagesOf(model));
  if (Number.isInteger(n) && n >= 1 && n <= most) return;
  throw invalidArgument(
    'n',
    n,
    `1 to ${most}, as a job is one request of ${model.modelId}; more images are several jobs`,
  );
}
