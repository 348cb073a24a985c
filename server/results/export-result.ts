import type { ExportFormat } from '../../lib/contract/result.ts';
import { exportParquet } from './export-parquet.ts';
import { exportCsv, exportJson, exportTsv, type TextOptions } from './export-text.ts';
import type { ResultPart } from './result-part.ts';

export const mediaTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  tsv: 'text/tab-separated-values; charset=utf-8',
  json: 'application/json; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/** Rows in a format, as bytes that come as fast as they are taken. Ends with `Cancelled` when the signal aborts. */
export function exportResult(
  file: ResultPart,
  format: ExportFormat,
  options: TextOptions = {},
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
      return exportParquet(file, signal);
  }
}
