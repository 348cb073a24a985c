/** Makes the profile of a table: one catalog entry and one sample. */
import { tableNames } from '../names/name-evidence.ts';
import { MAX_COLUMNS, SAMPLE_ROWS } from '../read/limits.ts';
import type { TableReader, TableRef } from '../read/table-reader.ts';
import { type ColumnProfile, columnProfile, columnValues } from './column-profile.ts';
import type { TableProfile } from './table-profile.ts';
import { isLongText } from './type-class.ts';
import { valueText } from './value-text.ts';

/** What the catalog alone says: no values. */
export function catalogProfile({ connection, info }: TableRef): TableProfile {
  const keys = [info.primaryKey, ...info.uniqueKeys].filter((key) => key.length > 0);
  return {
    reference: { connection, schema: info.schema, table: info.name },
    names: tableNames(
      info.name,
      info.columns.map(({ name }) => name),
    ),
    columns: info.columns.map((column, position) =>
      columnProfile(column, position, { primary: info.primaryKey, unique: info.uniqueKeys }),
    ),
    keys,
    references: info.foreignKeys,
    rows: info.rowEstimate,
    isWhole: false,
    sample: [],
  };
}

export async function readProfile(table: TableRef, reader: TableReader, isPatient = false): Promise<TableProfile> {
  const bare = catalogProfile(table);
  const sampled = columnsToSample(bare);
  if (sampled.length === 0) return bare;
  const { rows, isWhole } = await reader.sample(
    table,
    sampled.map(({ name }) => name),
    SAMPLE_ROWS,
    isPatient,
  );
  const sample = rows.map((row) => sampled.map(({ type }, index) => valueText(row[index] ?? null, type)));
  const byName = new Map(sampled.map((column, index) => [column.name, index]));
  return {
    ...bare,
    isWhole,
    rows: isWhole ? rows.length : bare.rows,
    sample,
    columns: bare.columns.map((column) => {
      const index = byName.get(column.name);
      if (index === undefined) return column;
      return {
        ...column,
        values: columnValues(
          sample.map((row) => row[index] ?? null),
          column.type,
          isWhole,
        ),
      };
    }),
  };
}

/** Columns that may be keys, the likeliest first where there are too many, in the order of the table. */
export function columnsToSample(profile: TableProfile): readonly ColumnProfile[] {
  const possible = profile.columns.filter(
    ({ type, sourceType }) => type !== 'other' && type !== 'boolean' && !isLongText(sourceType),
  );
  if (possible.length <= MAX_COLUMNS) return possible;
  const rank = (column: ColumnProfile): number => {
    const name = profile.names.columns.get(column.name);
    return (
      (column.isPrimaryKey ? 4 : 0) +
      (column.isDeclaredUnique ? 2 : 0) +
      (name?.isKeyNamed === true ? 2 : 0) +
      (column.type === 'integer' ? 0.5 : 0)
    );
  };
  const chosen = new Set(
    [...possible]
      .sort((left, right) => rank(right) - rank(left) || left.position - right.position)
      .slice(0, MAX_COLUMNS),
  );
  return possible.filter((column) => chosen.has(column));
}
