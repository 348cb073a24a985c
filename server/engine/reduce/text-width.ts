import type { ColumnInfo, TableInfo } from '../../connectors/connector.ts';

/** What a row takes besides its values, and a value of fixed width, in a table of PostgreSQL or InnoDB. */
const ROW_BYTES = 24;
const FIXED_BYTES = 8;

const isText = ({ type }: ColumnInfo): boolean => type === 'VARCHAR' || type === 'JSON';

/** Bytes that the texts among these columns take in a row: of the table's size what all else leaves, in equal parts. 0 where the catalog knows no size. */
export function textWidth({ columns, sizeBytes, rowEstimate }: TableInfo, positions: readonly number[]): number {
  if (sizeBytes === undefined || rowEstimate === undefined || rowEstimate <= 0) return 0;
  const texts = columns.filter(isText).length;
  const left = sizeBytes / rowEstimate - ROW_BYTES - FIXED_BYTES * (columns.length - texts);
  const read = positions.filter((position) => columns[position] !== undefined && isText(columns[position])).length;
  return texts === 0 ? 0 : (Math.max(0, left) / texts) * read;
}
