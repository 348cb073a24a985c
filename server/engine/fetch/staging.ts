import { type ByteStream, type FetchStream, NOT_FETCHED_MARK } from '../../connectors/connector.ts';
import { quoteIdentifier, quoteLiteral } from '../duckdb.ts';
import { scanColumn } from '../plan/scan.ts';
import { MAX_RECORD_BYTES } from './record-guard.ts';

/** Room in the buffer beyond a file's own bytes. */
const SPARE_BYTES = 65_536;

/** Name under which the i-th fetched column of a scan is staged: that of the scan's column, so that plans tell whose it is. */
export const stagedName = (scan: string, position: number): string => scanColumn(scan, position);

/** Where a stream is to be read: through a pipe, or from a file of `sizeBytes` that holds all of it. */
export interface StreamPlace {
  readonly path: string;
  readonly sizeBytes?: number | undefined;
}

/**
 * DuckDB's reading of a CSV stream. `columns[i]` is the relation's column at `positions[i]`. Nothing is guessed: types are given, NULL is the
 * unquoted empty field. A file is read by one thread in one piece.
 */
export function readCsvSql(
  place: StreamPlace,
  scan: string,
  stream: Pick<ByteStream, 'columns'>,
  positions: readonly number[],
): string {
  const bufferBytes = place.sizeBytes === undefined ? MAX_RECORD_BYTES : place.sizeBytes + SPARE_BYTES;
  const reading = `max_line_size = ${bufferBytes}, buffer_size = ${bufferBytes}${place.sizeBytes === undefined ? '' : ', parallel = false'}`;
  const staged = stream.columns.map(({ stagedType }, index) => ({
    name: stagedName(scan, positions[index] ?? index),
    stagedType,
    narrow: narrowType(stagedType),
  }));
  const columns = staged.map(
    ({ name, stagedType, narrow }) =>
      `${quoteLiteral(name)}: ${quoteLiteral(narrow === undefined ? stagedType : 'VARCHAR')}`,
  );
  const read =
    `read_csv(${quoteLiteral(place.path)}, columns = {${columns.join(', ')}}, auto_detect = false, header = false, delim = ',', quote = '"', ` +
    `escape = '"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n', strict_mode = true, ${reading})`;
  const wide = staged.flatMap(({ name, stagedType, narrow }) =>
    narrow === undefined ? [] : [`coalesce(TRY_CAST(${name} AS ${narrow}), CAST(${name} AS ${stagedType})) AS ${name}`],
  );
  return wide.length === 0 ? read : `(SELECT * REPLACE (${wide.join(', ')}) FROM ${read})`;
}

/** The same of a stream that had no rows: nothing is read, and DuckDB knows that joins with it are empty. */
export function noRowsSql(scan: string, stream: Pick<ByteStream, 'columns'>, positions: readonly number[]): string {
  const columns = stream.columns.map(
    ({ stagedType }, index) => `NULL::${stagedType} AS ${stagedName(scan, positions[index] ?? index)}`,
  );
  return `(SELECT ${columns.join(', ')} WHERE false)`;
}

/**
 * DuckDB 1.5 reads a number of 128 bits out of a text in 12 us, one of 64 bits in 0.1 (the reader of CSV and the cast alike). Sums of groups are of the wide type and mostly small, so they are
 * read as the narrow one where they fit. Undefined for other types.
 */
function narrowType(type: string): string | undefined {
  if (type === 'HUGEINT') return 'BIGINT';
  const [, width, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  return Number(width ?? 0) > 18 && Number(scale) <= 18 ? `DECIMAL(18,${scale})` : undefined;
}

/** SQL of the relation's columns over the staged ones: final values where fetched, a loud error where not (the plan said it is never read). */
export function finalColumns(
  scan: string,
  stream: FetchStream,
  positions: readonly number[],
  types: readonly string[],
  relationName: string,
): string[] {
  return types.map((type, position) => {
    const index = positions.indexOf(position);
    const column = index < 0 ? undefined : stream.columns[index];
    if (column === undefined) return unfetched(`${relationName} column ${position + 1}`, type);
    const source = quoteIdentifier(column.name);
    const staged = stream.kind === 'relation' ? source : quoteIdentifier(stagedName(scan, position));
    const expression = column.expression === undefined ? staged : column.expression.replaceAll(source, staged);
    return column.expression === undefined && column.stagedType === type ? expression : `(${expression})::${type}`;
  });
}

/** Fails when evaluated, so that a column that was not fetched can never pass for NULL. `random()` keeps DuckDB from folding it early. */
export function unfetched(what: string, type: string): string {
  return `CASE WHEN random() < 2 THEN error(${quoteLiteral(`${NOT_FETCHED_MARK}${what}`)}) END::${type}`;
}
