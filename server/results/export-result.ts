import type { ExportFormat, ResultView } from '../../lib/contract/result.ts';
import type { Run } from '../../lib/contract/run.ts';
import type { ColumnNotes } from './export-ledger.ts';
import { exportParquet } from './export-parquet.ts';
import { exportCsv, exportJson, exportTsv, type TextOptions } from './export-text.ts';
import { exportXlsx } from './export-xlsx.ts';
import type { ResultPart } from './result-part.ts';

export const mediaTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  tsv: 'text/tab-separated-values; charset=utf-8',
  json: 'application/json; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export interface ExportSettings extends TextOptions {
  /** The run, for formats that carry its ledger: XLSX as a sheet, Parquet as key and value. */
  readonly ledger?: Run | undefined;
  /** What the columns are, told with the ledger. */
  readonly notes?: ColumnNotes | undefined;
  /** What the rows are shown by, for the ledger. */
  readonly view?: ResultView | undefined;
}

/** Rows in a format, as bytes that come as fast as they are taken. Ends with `Cancelled` when the signal aborts. */
export function exportResult(
  file: ResultPart,
  format: ExportFormat,
  options: ExportSettings = {},
  signal?: AbortSignal,
): AsyncIterable<Uint8Array> {
  switch (format) {
    case 'csv':
      return exportCsv(file, options, signal);
    case 'tsv':
      return exportTsv(file, options, signal);
    case 'json':
      return exportJson(file, signal);
    case 'parquet':
      return exportParquet(file, options.ledger, options.notes, signal);
    case 'xlsx':
      return exportXlsx(file, options, signal);
  }
}
