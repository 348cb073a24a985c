/** A random world: tables with odd names and adversarial rows, each placed in every source. Depends on its seed alone. */
import { Choices } from './choices.ts';
import { csvForms, parquetForms } from './forms-files.ts';
import { mariadbForms } from './forms-mariadb.ts';
import { postgresForms } from './forms-postgres.ts';
import { sqliteForms } from './forms-sqlite.ts';
import { type ColumnForm, type Forms, type SourceName, sourceNames } from './placement.ts';
import { type LogicalType, likeTexts, logicalTypes, pools, ZERO_DATE, ZERO_TIMESTAMP } from './values.ts';

export interface LogicalColumn {
  readonly name: string;
  readonly type: LogicalType;
  readonly forms: Readonly<Record<SourceName, ColumnForm>>;
}

export interface LogicalTable {
  readonly name: string;
  readonly columns: readonly LogicalColumn[];
  /** Values as DuckDB writes them; null is NULL. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Whether the table stands outside of the default schema where a source has several. */
  readonly isElsewhere: boolean;
  /** Position of a column none of whose values stands twice: sources that agree make a unique key of it. */
  readonly distinctColumn?: number | undefined;
  readonly fileFormat: 'csv' | 'parquet';
  /** Row estimates that the catalog claims: wrong ones may change plans, never answers. Absent: what introspection says. */
  readonly claimedRows: Readonly<Partial<Record<SourceName, number>>>;
}

export interface World {
  readonly seed: number;
  readonly tables: readonly LogicalTable[];
  /** What MariaDB's connection does with zero dates. */
  readonly zeroDates: 'null' | 'refuse';
}

const tableNames = ['t', 'order', 'Odd Table', 'quo"ted', "it's", 'ünï', 'percent%', 'back`tick'];
const columnNames = [
  'v',
  'select',
  'Mixed Case',
  'quo"te',
  "a'b",
  'ünïcödé',
  '100%',
  'tick`ed',
  'back\\slash',
  'a.b',
  '1st',
  '$1',
  'group',
];

export function makeWorld(seed: number): World {
  const choices = Choices.random(`world ${seed}`);
  const names = choices.shuffled(tableNames);
  return {
    seed,
    zeroDates: seed % 3 === 0 ? 'refuse' : 'null',
    tables: Array.from({ length: 4 }, (_, index) =>
      withDistinct(Choices.random(`distinct ${seed} ${index}`), makeTable(choices, names[index] ?? `t${index}`, index)),
    ),
  };
}

/** The primary key, a number to join by, a text. */
const fixedNames = ['id', 'k', 'Text'];
export const KEY_COLUMN = 0;

function makeTable(choices: Choices, name: string, index: number): LogicalTable {
  const fileFormat = index % 2 === 0 ? 'parquet' : 'csv';
  const types: LogicalType[] = ['key', 'key', 'text', ...twins(choices)].filter(
    (type): type is LogicalType => fileFormat === 'parquet' || type !== 'blob',
  );
  const names = choices.shuffled(columnNames);
  const columns = types.map(
    (type, at): LogicalColumn => ({
      // The first columns have one name everywhere, so that USING finds them.
      name: fixedNames[at] ?? names[at] ?? `c${at}`,
      type,
      forms: {
        pg: formOf(choices, postgresForms, type, at),
        my: formOf(choices, mariadbForms, type, at),
        lite: formOf(choices, sqliteForms, type, at),
        web: formOf(choices, fileFormat === 'csv' ? csvForms : parquetForms, type, at),
      },
    }),
  );
  // Few distinct values of each column, so that tables meet, repeat and group.
  const palettes = columns.map(({ type }) => {
    const any = choices.shuffled(pools[type]).slice(0, 3 + choices.below(7));
    return type === 'text' ? [...any.slice(0, 4), ...choices.pick(likeTexts), ...choices.pick(likeTexts)] : any;
  });
  const count = choices.chance(6) ? 0 : 1 + choices.below(24);
  const hasZeroDates = choices.chance(40);
  const rows = Array.from({ length: count }, (_, row) =>
    palettes.map((palette, at) => {
      if (at === KEY_COLUMN) return String(row + 1);
      const value = choices.chance(15) ? null : choices.pick(palette);
      const type = types[at];
      if (hasZeroDates && (type === 'date' || type === 'timestamp') && choices.chance(20))
        return type === 'date' ? ZERO_DATE : ZERO_TIMESTAMP;
      return isZero(value) && !hasZeroDates ? null : value;
    }),
  );
  return {
    name,
    columns,
    rows,
    isElsewhere: index === 3,
    fileFormat,
    claimedRows: Object.fromEntries(
      sourceNames.flatMap((source) =>
        choices.chance(60) ? [[source, choices.pick([1, 1_000, 100_000, 50_000_000])]] : [],
      ),
    ),
  };
}

/** In two of three tables the values of one column, mostly a text, stand once each and are NULL else. */
function withDistinct(choices: Choices, table: LogicalTable): LogicalTable {
  if (choices.chance(34)) return table;
  const at = choices.chance(50) ? fixedNames.indexOf('Text') : 1 + choices.below(table.columns.length - 1);
  const seen = new Set<string | null>();
  const rows = table.rows.map((row) => {
    const value = row[at] ?? null;
    const isRepeated = seen.has(value) || isZero(value);
    seen.add(value);
    return isRepeated ? row.with(at, null) : row;
  });
  return { ...table, rows, distinctColumn: at };
}

/** Six further types, two of them twice, so that columns of one table can be compared. */
function twins(choices: Choices): LogicalType[] {
  const types = choices.shuffled(logicalTypes).slice(0, 4);
  return [...types, choices.pick(types), choices.pick(['key', 'text', ...types])];
}

/** The primary key has the simplest form: any would do as well, but it must hold every value. */
function formOf(choices: Choices, forms: Forms, type: LogicalType, at: number): ColumnForm {
  const all = forms[type] ?? [];
  return choices.pick(at === KEY_COLUMN ? all.slice(0, 1) : all);
}

export const isZero = (value: string | null): boolean => value === ZERO_DATE || value === ZERO_TIMESTAMP;

/** The value that reading `value` from the column in that source must give. */
export function heldValue(column: LogicalColumn, source: SourceName, value: string | null): string | null {
  if (value === null || isZero(value)) return null;
  return column.forms[source].holds(value) ?? null;
}

/** The source's own text for the value, or undefined for NULL. */
export function storedLiteral(column: LogicalColumn, source: SourceName, value: string | null): string | undefined {
  const form = column.forms[source];
  if (value === null) return undefined;
  if (isZero(value)) return form.zeroDate === undefined ? undefined : form.literal(form.zeroDate);
  const held = form.holds(value);
  return held === undefined ? undefined : form.literal(held);
}
