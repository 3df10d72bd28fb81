/**
 * Divides a cost in whole units over images, so that the shares add up to exactly the cost: what does not
 * divide evenly goes to the first images, one unit each.
 *
 * @example
 * shareCost(10, 3); // [4, 3, 3]
 */
export function shareCost(units: number, images: number): number[] {
  const share = Math.floor(units / images);
  const rest = units - share * images;
  return Array.from({ length: images }, (_, index) => share + (index < rest ? 1 : 0));
}
