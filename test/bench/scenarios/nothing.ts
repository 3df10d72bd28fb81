/** Loaded as the measure of what loading any file takes. */
export const nothing = undefined;
