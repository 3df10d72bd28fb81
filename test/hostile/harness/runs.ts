import * as fc from 'fast-check';

const isNightly = process.env['MODE'] === 'nightly';

/** How many inputs each property is tried with: 500, or 10,000 with `pnpm test:hostile --mode nightly`. */
export const numRuns: number = isNightly ? 10_000 : 500;

/** The same inputs in every run of CI, so that what fails there fails here; others every night. */
fc.configureGlobal(isNightly ? {} : { seed: 20_261_121 });

/** Longest time one input may take in milliseconds: anything longer counts as a hang, also on a busy machine. */
const longestRunMs = 20_000;

/**
 * Tries a property; a failure names its seed and the smallest input that shows it.
 *
 * @returns how many inputs it held for
 */
export async function tryAll<INPUT>(
  inputs: fc.Arbitrary<INPUT>,
  check: (input: INPUT) => void | Promise<void>,
): Promise<number> {
  const tried = fc.asyncProperty(inputs, async input => check(input));
  const result = await fc.check(tried, { numRuns, timeout: longestRunMs, endOnFailure: numRuns <= 500 });
  if (result.failed)
    throw new PropertyError(fc.defaultReportMessage(result), { cause: result.errorInstance });
  return result.numRuns;
}

/** An input for which a property does not hold. */
class PropertyError extends Error {}

/** Milliseconds for a whole test: a property that passes takes seconds, and minutes at night; ten times that counts as a hang. */
export const testTimeoutMs: number = numRuns * 200;
