/** How much the recommender reads. docs/joins.md lists these. */
export const SAMPLE_ROWS = 1_000;
/** Distinct values of one column that are fetched whole. */
export const MAX_GROUPS = 5_000;
/** Keys sent to the other side where its values are too many to fetch. */
export const PROBED_KEYS = 200;
/** A question in the workbench, where somebody waits and more people share the machine. */
export const PROBE_TIMEOUT_MS = 2_000;
/** The second question for a sample has so many times as long: everything rests on it, and a warehouse may have to be woken. */
export const PATIENCE = 4;
/** On the command line, where the time of starting up counts in. */
export const COMMAND_TIMEOUT_MS = 20_000;
/** Questions about one pair of tables, their samples not counted. */
export const MAX_PROBES_PER_PAIR = 10;
/**
 * Where a source cannot group and filter itself, each question beyond the sample reads the whole table: of a table with more rows than this,
 * so many are asked; none where whole connections are searched for partners.
 */
export const COSTLY_ROWS = 20_000;
export const MAX_COSTLY_QUESTIONS = 3;
/** Columns of one table that are sampled. */
export const MAX_COLUMNS = 120;
/** Pairs of columns of one pair of tables that are compared by value. */
export const MAX_COLUMN_PAIRS = 400;
