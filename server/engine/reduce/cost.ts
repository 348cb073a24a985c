/**
 * What a fetch takes, in microseconds: only to choose between ways that give the same rows. Measured on PostgreSQL 18 and MariaDB 11.4 with TPC-H at scale 1 on two
 * processors; a wrong guess costs time, never rows.
 */
import type { Dialect } from '../../connectors/connector.ts';

/** What the model knows of a fetch. */
export interface FetchProfile {
  /** Rows of the table. */
  readonly baseRows: number;
  /** Rows after its own filters. */
  readonly rows: number;
  readonly columns: number;
  /** Bytes of the texts among them, in a row; default: 0. */
  readonly textBytes?: number | undefined;
  /** How the source finds rows by keys: with a table of hashes over all rows, or row by row in an index. */
  readonly access: 'hash' | 'index';
  /** What its source reads of its other tables in any case; `rows` are those before it. */
  readonly standing?: readonly Reduction[] | undefined;
}

export interface Reduction {
  /** Part of the rows that is left, 0 to 1. */
  readonly share: number;
  /** Rows of the table that have such a key, before its own filters; default: `share` of all. */
  readonly found?: number | undefined;
  /** Distinct keys. */
  readonly keys: number;
  /** Time until the source knows the keys: their way there, or its own reading of them. */
  readonly arrival: number;
  /** The column is a key of the table, so every source has an index of it. */
  readonly isByKey: boolean;
  /** The rows of the table lie in the order of the column. */
  readonly isInOrder: boolean;
  /** Its source reads the keys itself, and joins, where it could be sent a list; default: false. */
  readonly isInside?: boolean | undefined;
}

const SCAN_ROW = { hash: 0.06, index: 0.09 } as const;
/** The same inside of a subquery, which one process reads, and which is never divided. */
const SCAN_ROW_INSIDE = { hash: 0.1, index: 0.17 } as const;
const SEND_ROW = 0.12;
const SEND_FIELD = 0.06;
/** A byte of text at the source, on its way and in DuckDB. */
const SEND_TEXT_BYTE = 0.008;
/** A key on its way through DuckDB, the text and the source's parser. */
export const KEY_TRAVEL = 0.8;
const LOOK_UP = 1.5;
/** Rows found by an index lie anywhere, those found by the table's own order side by side. */
const READ_BY_INDEX = 4;
const READ_IN_ORDER = 0.4;
/** A row of another table by its key: partners that stand are looked up one by one where few rows are left. */
const LOOK_UP_ROW = LOOK_UP + READ_BY_INDEX;
const TEST = { hash: 0.03, index: 0.4 } as const;
/** The same against what a subquery gives: PostgreSQL takes .17 for a row in a hash join and .04 for one in a list; both processes of a divided table do it. */
const JOIN = { hash: 0.09, index: 0.4 } as const;
/** Asking at all. */
const ROUND_TRIP = 2_000;

export const accessOf = (dialect: Dialect): FetchProfile['access'] =>
  dialect.block === undefined || dialect.block.joins === 'any' ? 'hash' : 'index';

/** What reading a table's keys takes inside its source. */
export const readingTime = ({ baseRows, access }: FetchProfile): number => baseRows * SCAN_ROW_INSIDE[access];

/** Rows that it gives without any reducer. */
export const expectedRows = ({ rows, standing = [] }: FetchProfile): number =>
  standing.reduce((left, { share }) => left * share, rows);

/** Time of the fetch under these reductions, besides those that stand. */
export function fetchTime(profile: FetchProfile, further: readonly Reduction[]): number {
  const { baseRows, rows, columns, textBytes = 0, access, standing = [] } = profile;
  const reductions = [...standing, ...further];
  const left = further.reduce((share, reduction) => share * reduction.share, rows);
  const sending =
    expectedRows({ ...profile, rows: left }) * (SEND_ROW + SEND_FIELD * columns + SEND_TEXT_BYTE * textBytes);
  const arrival = sum(further) + Math.min(sum(standing), left * LOOK_UP_ROW);
  const tests = reductions.reduce((sum, { isInside }) => sum + (isInside === true ? JOIN : TEST)[access], 0);
  const scan = baseRows * SCAN_ROW[access] + rows * tests;
  const byIndex = reductions
    .filter(({ isByKey }) => isByKey || access === 'index')
    .map(
      ({ keys, share, found = baseRows * share, isInOrder }) =>
        keys * LOOK_UP + found * (isInOrder ? READ_IN_ORDER : READ_BY_INDEX),
    );
  return ROUND_TRIP + arrival + Math.min(scan, ...byIndex) + sending;
}

const sum = (reductions: readonly Reduction[]): number =>
  reductions.reduce((total, reduction) => total + reduction.arrival, 0);
