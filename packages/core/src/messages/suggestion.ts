import leven from 'leven';

/**
 * What names that are not known could have been: the nearest known ones first, where some are near, and then all of them.
 *
 * @example
 * suggestion(['qualty'], ['n', 'quality']); // 'quality (did you mean that?), or any of n, quality'
 */
export function suggestion(unknown: readonly string[], known: readonly string[]): string {
  const near = new Set(unknown.flatMap(name => nearest(name, known) ?? []));
  const question = near.size === 1 ? 'did you mean that?' : 'did you mean those?';
  return `${near.size > 0 ? `${[...near].join(' and ')} (${question}), or any of ` : ''}${known.join(', ')}`;
}

/**
 * The known name that one could have been; `undefined` where none is near.
 *
 * @param most - letters in which it may differ, by default a third of them
 * @example
 * nearest('grok-imagine-imag', ['grok', 'grok-imagine-image']); // 'grok-imagine-image'
 */
export function nearest(
  unknown: string,
  known: readonly string[],
  most: number = Math.max(2, unknown.length / 3),
): string | undefined {
  const distance = (name: string) => leven(unknown.toLowerCase(), name.toLowerCase());
  // Of two that are as near, the one that goes on as it begins.
  const isLonger = (name: string) => Number(name.startsWith(unknown));
  const [first] = known.toSorted(
    (one, other) => distance(one) - distance(other) || isLonger(other) - isLonger(one),
  );
  return first !== undefined && distance(first) <= most ? first : undefined;
}
