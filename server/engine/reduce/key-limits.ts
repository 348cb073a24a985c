/** How many keys of one fetch may be sent to another. */
import type { ColumnInfo, Dialect } from '../../connectors/connector.ts';

/** Beyond it their smallest and largest go. */
const MOST_KEYS = 250_000;
/** Where the driver takes lists of any length: each key is an object here until it is text. */
const MOST_LISTED = 2_000_000;
/** Rows after which a source is not read first to get its keys, if they are a guess: that may be wrong, so it may be larger. */
const MOST_GUESSED = { short: 1_000_000, long: 4_000_000 } as const;

/** Whether the source takes a list of such keys however long its text becomes. */
export function takesLongList(
  dialect: Dialect,
  request: { readonly kind: string; readonly limit?: number | undefined } | undefined,
  column: ColumnInfo,
): boolean {
  const isWhole = request?.kind === 'table' && request.limit === undefined;
  return dialect.takesLongLists === true && isWhole && /^U?(?:TINY|SMALL|BIG)?INT(?:EGER)?$/.test(column.type);
}

/** Keys sent at most. */
export const mostKeys = (isLong: boolean): number => (isLong ? MOST_LISTED : MOST_KEYS);

/** Rows of a source that is read first, so that its keys can be sent: of more there would be too many. */
export const mostRowsFirst = (isLong: boolean, isSeen: boolean): number =>
  isSeen ? mostKeys(isLong) : MOST_GUESSED[isLong ? 'long' : 'short'];
