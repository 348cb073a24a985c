/** Limits of the X-ray, by joins.md: what a source can be asked without being felt. */

/** A probe is ended at its sources after this. */
export const PROBE_TIMEOUT_MS = 2_000;
/** Sides of at most so many rows are counted; larger ones are sampled, if they have an index on the key. */
export const CHEAP_ROWS = 1_000_000;
/** Without an equality key, pairs of rows are compared one by one: at most so many. */
export const COMPARED_PAIRS = 10_000_000;
/** A step that multiplies rows by more than this is warned of. */
export const FAN_OUT = 1.05;
/** A step that gives so many rows, and many times those of its larger side, runs away. */
export const EXPLOSION_ROWS = 10_000_000;
export const EXPLOSION_FACTOR = 10;
