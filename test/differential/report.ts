/** A failing case as a small script that anybody can run again. */
import type { CaseResult } from './case.ts';
import type { Statement } from './generate/statement.ts';
import type { PlacedTable } from './schema.ts';
import { heldValue } from './world.ts';

const SHOWN_ROWS = 8;

export interface Failure {
  readonly seed: number;
  /** `tour 3`: of the tour. */
  readonly index: number | string;
  readonly statement: Statement;
  readonly result: CaseResult;
}

export function failureText({ seed, index, statement, result }: Failure): string {
  return [
    `-- ${result.reason ?? 'no difference'}`,
    `-- again: npm run test:differential -- --seed ${seed} ${typeof index === 'number' ? `--statement ${index}` : '--worlds 1 --count 0'}`,
    ...dataLines(statement.used),
    `${statement.engine};`,
    ...(statement.local === statement.engine ? [] : [`-- the oracle's text: ${statement.local};`]),
    ...result.sent.map((line) => `-- sent to ${line}`),
    result.local.kind === 'error'
      ? `-- local DuckDB: error ${result.local.code}: ${result.local.message}`
      : `-- local DuckDB: ${result.local.rows.length} rows ${JSON.stringify(result.local.rows.slice(0, 5))}`,
  ].join('\n');
}

/** The tables that the statement reads, with the first of their rows. */
function dataLines(tables: readonly PlacedTable[]): string[] {
  return tables.flatMap(({ source, table, info }) => {
    const columns = info.columns.map(
      (column) =>
        `"${column.name}" ${column.sourceType} (${column.type}${column.collation === 'other' ? ', collated' : ''})`,
    );
    const rows = table.rows.map((row) => table.columns.map((column, at) => heldValue(column, source, row[at] ?? null)));
    return [
      `-- ${source} ${info.schema}."${info.name}", ${info.rowEstimate ?? 'no'} rows claimed: ${columns.join(', ')}`,
      ...rows.slice(0, SHOWN_ROWS).map((row) => `--   ${JSON.stringify(row)}`),
      ...(rows.length > SHOWN_ROWS ? [`--   and ${rows.length - SHOWN_ROWS} more rows`] : []),
    ];
  });
}
