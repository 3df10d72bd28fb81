import { constant, oneof, type Arbitrary } from 'fast-check';

/** The value in one of `oneIn` drawings, absent in the others; absent is what a failure shrinks to. */
export function maybe<T>(value: Arbitrary<T>, oneIn: number): Arbitrary<T | undefined> {
  return oneof(
    { withCrossShrink: true },
    { weight: oneIn - 1, arbitrary: constant(undefined) },
    { weight: 1, arbitrary: value },
  );
}

/** Present in one of so many drawings. */
export const seldom = 10;
export const rare = 40;
