/** Limits of the X-ray, by joins.md: what a source can be asked without being felt. */

/** A source works this long at most on one query of a probe; then the query is ended there. */
export const PROBE_FETCH_MS = 2_000;
/**
 * A probe is given up after this in all: opening, planning and counting here included.
 */
export const PROBE_TIMEOUT_MS = 10_000;
/** Sides of at most so many rows are counted; larger ones are sampled, if they have an index on the key. */
export const CHEAP_ROWS = 1_000_000;
/** Without an equality key, pairs of rows are compared one by one: at most so many. */
export const COMPARED_PAIRS = 10_000_000;
/** A step that multiplies rows by more than this is warned of. */
export const FAN_OUT = 1.05;
/** A step that gives so many rows, and many times those of its larger side, runs away. */
export const EXPLOSION_ROWS = 10_000_000;
export const EXPLOSION_FACTOR = 10;
