import { type FetchStream, NOT_FETCHED_MARK } from '../../connectors/connector.ts';
import { quoteIdentifier, quoteLiteral } from '../duckdb.ts';
import { scanColumn } from '../plan/scan.ts';
import { MAX_RECORD_BYTES } from './record-guard.ts';

/** Room in the buffer beyond a file's own bytes. */
const SPARE_BYTES = 65_536;

type Csv = Extract<FetchStream, { kind: 'csv' }>;

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
export function readCsvSql(place: StreamPlace, scan: string, stream: Csv, positions: readonly number[]): string {
  const bufferBytes = place.sizeBytes === undefined ? MAX_RECORD_BYTES : place.sizeBytes + SPARE_BYTES;
  const reading = `max_line_size = ${bufferBytes}, buffer_size = ${bufferBytes}${place.sizeBytes === undefined ? '' : ', parallel = false'}`;
  const columns = stream.columns.map(
    (column, index) =>
      `${quoteLiteral(stagedName(scan, positions[index] ?? index))}: ${quoteLiteral(column.stagedType)}`,
  );
  return (
    `read_csv(${quoteLiteral(place.path)}, columns = {${columns.join(', ')}}, auto_detect = false, header = false, delim = ',', quote = '"', ` +
    `escape = '"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n', strict_mode = true, ${reading})`
  );
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
    const staged = stream.kind === 'csv' ? quoteIdentifier(stagedName(scan, position)) : source;
    const expression = column.expression === undefined ? staged : column.expression.replaceAll(source, staged);
    return column.expression === undefined && column.stagedType === type ? expression : `(${expression})::${type}`;
  });
}

/** Fails when evaluated, so that a column that was not fetched can never pass for NULL. `random()` keeps DuckDB from folding it early. */
export function unfetched(what: string, type: string): string {
  return `CASE WHEN random() < 2 THEN error(${quoteLiteral(`${NOT_FETCHED_MARK}${what}`)}) END::${type}`;
}
