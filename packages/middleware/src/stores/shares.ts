/** For how long a line counts after it asked or its slot began, in milliseconds. */
export const lineMs = 10_000;

/** For how long after its slot an interactive line keeps its turn before bulk lines, in milliseconds: until it asks again. */
export const headMs = 250;

/** Bulk lines get each tenth slot however many interactive heads wait. */
export const interactiveInARow = 9;

/** Longest time until a bulk line asks again while interactive heads wait, in milliseconds. */
export const bulkPollMs = 500;

/** For how long a ledger knows an id that is settled or void, in milliseconds: 30 days. */
export const closedMs: number = 30 * 86_400_000;
