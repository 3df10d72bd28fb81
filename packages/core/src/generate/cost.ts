/**
 * Divides a cost over images, so that the shares add up to exactly the cost: what does not divide evenly goes to the
 * first images, one unit each, and a fraction of a unit to the very first.
 *
 * @example
 * shareCost(10, 3); // [4, 3, 3]
 */
export function shareCost(units: number, images: number): number[] {
  const whole = Math.floor(units);
  const share = Math.floor(whole / images);
  const rest = whole - share * images;
  const shares = Array.from({ length: images }, (_, index) => share + (index < rest ? 1 : 0));
  // Exact, as the difference of a number and whole ones below it: no digit of the fraction is lost.
  return shares.map((value, index) => (index === 0 ? units - (whole - value) : value));
}
