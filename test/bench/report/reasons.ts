/** Why a target is missed, what was tried, and what the limit is, by the letter of the benchmark. Shown only where it is missed. */
export const reasons: ReadonlyMap<string, string> = new Map([]);
