/** A failing case as a small script that anybody can run again. */
import type { CaseResult } from './case.ts';
import type { Statement } from './generate/statement.ts';
import type { Schema } from './schema.ts';
import { heldValue } from './world.ts';

export interface Failure {
  readonly seed: number;
  readonly index: number;
  readonly statement: Statement;
  readonly result: CaseResult;
  readonly schema: Schema;
}

export function failureText({ seed, index, statement, result, schema }: Failure): string {
  return [
    `-- ${result.reason ?? 'no difference'}`,
    `-- again: npm run test:differential -- --seed ${seed} --statement ${index}`,
    ...dataLines(schema, statement.engine),
    `${statement.engine};`,
    ...(statement.local === statement.engine ? [] : [`-- the oracle's text: ${statement.local};`]),
    ...result.sent.map((line) => `-- sent to ${line}`),
    result.local.kind === 'error'
      ? `-- local DuckDB: error ${result.local.code}: ${result.local.message}`
      : `-- local DuckDB: ${result.local.rows.length} rows ${JSON.stringify(result.local.rows.slice(0, 5))}`,
  ].join('\n');
}

function dataLines(schema: Schema, text: string): string[] {
  const quoted = (name: string): string => name.replaceAll('"', '""');
  return schema.tables
    .filter(
      ({ source, info }) =>
        text.includes(`${source}."${quoted(info.name)}"`) ||
        text.includes(`"${quoted(info.schema)}"."${quoted(info.name)}"`) ||
        text.includes('native('),
    )
    .flatMap(({ source, table, info }) => [
      `-- ${source} ${info.schema}."${info.name}" (${info.columns.map((column, at) => `"${column.name}" ${column.sourceType} -> ${column.type}${column.collation === undefined ? '' : ` ${column.collation}`}${table.columns[at] === undefined ? '' : ''}`).join(', ')}), rows claimed ${info.rowEstimate ?? 'none'}`,
      ...table.rows
        .slice(0, 8)
        .map(
          (row) =>
            `--   ${JSON.stringify(table.columns.map((column, at) => heldValue(column, source, row[at] ?? null)))}`,
        ),
      ...(table.rows.length > 8 ? [`--   and ${table.rows.length - 8} more rows`] : []),
    ]);
}
