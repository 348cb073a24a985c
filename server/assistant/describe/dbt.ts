import { stringify } from 'yaml';
import type { ColumnDescription, ResultDescription } from '../../../lib/contract/description.ts';

/** A description as dbt's properties file (`version: 2`): what dbt has no word for stands under `meta.joinery`. */
export function dbtYaml(result: ResultDescription, name: string): string {
  const model = {
    name,
    description: [result.description, ...result.caveats].join('\n'),
    config: { meta: { joinery: { title: result.title, run: result.runId } } },
    columns: result.columns.map(dbtColumn),
  };
  return stringify({ version: 2, models: [model] }, { lineWidth: 120 });
}

function dbtColumn(column: ColumnDescription): Record<string, unknown> {
  const { label, type, title, description, unit, caveats, sources, expression, writtenBy, isConfirmed } = column;
  return {
    name: label,
    description: [description, ...caveats].filter((text) => text !== '').join('\n'),
    data_type: type,
    config: {
      meta: {
        joinery: {
          title,
          ...(unit === undefined ? {} : { unit }),
          ...(sources.length === 0
            ? {}
            : { from: sources.map((one) => [one.connection, one.schema, one.table, one.column].join('.')) }),
          ...(expression === undefined ? {} : { expression }),
          written_by: writtenBy,
          confirmed: isConfirmed,
        },
      },
    },
  };
}
