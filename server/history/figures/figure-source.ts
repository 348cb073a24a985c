/** The side of the figures that is the truth: batches of what has been kept, and what only the history knows (texts, ids). Reads only. */

/** Runs read in one go: some ten milliseconds, so that others get their turn. */
export const BATCH_ROWS = 4_096;
/** Rowids are compared in groups of so many when something has gone. */
export const GROUP_ROWS = 4_096;

/** Rows as lines of text, values apart by `SEPARATOR`: SQLite writes it and DuckDB reads it without an object for each value between them. */
export interface Batch {
  readonly runs: string;
  readonly sources: string;
  /** No run has a smaller rowid. */
  readonly firstRow: bigint;
  /** Rowid of the last run. */
  readonly lastRow: bigint;
}

/** Signs that stand in no id, name or number. */
export const SEPARATOR = '\u001f';

export interface Extent {
  readonly runs: number;
  readonly lastRow: bigint;
}

export interface RunText {
  readonly runId: string;
  readonly text: string;
}

/** Whoever knows the runs. Each gets a number when it ends, and a new one when it is replaced. */
export interface FigureSource {
  /** Changes whenever anyone else has written; undefined where only looking tells. */
  version(): Promise<number | undefined>;
  extent(): Promise<Extent>;
  /** The runs of `(after, upTo]`, at most `BATCH_ROWS`, with all their sources, from one moment. */
  batch(after: bigint, upTo: bigint): Promise<Batch>;
  /** How many runs each group of numbers holds. */
  groups(): Promise<Map<number, number>>;
  /** The run with a number, to see that it is still the same one. */
  runIdOf(row: bigint): Promise<string | undefined>;
  /** Ids and the beginning of the statements of runs, by their numbers; empty text where history has it no more. */
  texts(rows: readonly bigint[], longest: number): Promise<Map<bigint, RunText>>;
  fingerprintText(id: string): Promise<string>;
  close(): void;
}

/** Where figures are, and where their copy is put. */
export interface FigurePlace {
  readonly open: () => Promise<FigureSource>;
  readonly copyPath: string;
}

export const RUN_COLUMNS = [
  'startedMs',
  'fingerprint',
  'outcome',
  'ownerId',
  'totalMs',
  'queueMs',
  'planMs',
  'sourceMs',
  'waitMs',
  'transferMs',
  'fetchedRows',
  'fetchedBytes',
];
/** What a source shares with its run is not written again. */
export const SOURCE_COLUMNS = [
  'connection',
  'ms',
  'waitMs',
  'transferMs',
  'rows',
  'bytes',
  'serverMs',
  'sourceQueueMs',
  'bytesBilled',
];
