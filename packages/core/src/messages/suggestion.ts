import leven from 'leven';

/**
 * What a name that is not known could have been: the nearest known one first, where one is near, and then all of them.
 *
 * @example
 * suggestion('qualty', ['n', 'quality']); // 'quality (did you mean that?), or any of n, quality'
 */
export function suggestion(unknown: string, known: readonly string[]): string {
  const distance = (name: string) => leven(unknown.toLowerCase(), name.toLowerCase());
  const nearest = known.toSorted((one, other) => distance(one) - distance(other))[0];
  const isNear = nearest !== undefined && distance(nearest) <= Math.max(2, unknown.length / 3);
  return `${isNear ? `${nearest} (did you mean that?), or any of ` : ''}${known.join(', ')}`;
}
