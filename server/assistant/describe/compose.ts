import type { ColumnDescription, ResultDescription } from '../../../lib/contract/description.ts';
import type { DictionaryTexts } from '../../../lib/contract/dictionary.ts';
import type { ColumnOrigin, ResultColumn, Run } from '../../../lib/contract/run.ts';
import { FEDERATED } from '../../../lib/contract/run.ts';
import type { CatalogService, DictionaryService } from '../../workbench.ts';
import { columnCaveats, isOptionalColumn, resultCaveats } from './caveats.ts';
import { type ColumnLineage, traceColumns } from './lineage.ts';
import { type KnownTable, knownTables } from './relations.ts';
import { unitOf } from './unit.ts';
import { listed, sentence, titleOfName } from './words.ts';

/** Titles and units that the dictionary keeps of a table's columns. */
export type NotesOf = DictionaryService['notesOf'];

interface ComposeParts {
  readonly catalog: Pick<CatalogService, 'lookup' | 'connections'>;
  readonly notesOf?: NotesOf | undefined;
  readonly nullShares?: NullShares | undefined;
}

/** Shares of the rows of a stored result that are NULL, by column, of those that could be counted. */
export type NullShares = (runId: string, columns: readonly number[]) => Promise<ReadonlyMap<number, number>>;
/** Columns of one result whose NULLs are counted. */
const MAX_COUNTED = 30;

/** Describes a result from its statement, its lineage, its rows and the sources' comments; nothing is asked of any source. */
export async function composeDescription(
  run: Run,
  { catalog, notesOf, nullShares }: ComposeParts,
): Promise<ResultDescription> {
  const { tables, columns: traced } = await traceRun(run, catalog);
  const noteOf = await notesOfTables(tables, notesOf);
  const optional = traced.flatMap((lineage, position) =>
    lineage !== undefined && isOptionalColumn(lineage, tables) ? [position] : [],
  );
  const nulls = run.hasResult ? await nullShares?.(run.id, optional.slice(0, MAX_COUNTED)) : undefined;
  const columns = run.columns.map((column, position) =>
    describeColumn(column, position, traced[position], tables, noteOf, nulls?.get(position)),
  );
  const names = [...new Set(tables.map(({ info }) => info.name))];
  return {
    runId: run.id,
    ...(run.documentId === undefined ? {} : { documentId: run.documentId }),
    title: names.length === 0 ? 'Result' : listed(names.map(titleOfName)),
    description: resultText(tables, columns),
    writtenBy: 'lineage',
    caveats: resultCaveats(run, tables),
    columns,
    version: 0,
  };
}

/** The tables that a run's statement reads, and where each of its columns comes from; undefined = not traced. */
export async function traceRun(
  run: Run,
  catalog: ComposeParts['catalog'],
): Promise<{ readonly tables: readonly KnownTable[]; readonly columns: readonly (ColumnLineage | undefined)[] }> {
  const tables = await knownTables(run.text, run.target, catalog);
  const traced = await traceColumns(run.text, run.columns.length, tables, dialectOf(run.target, catalog));
  // What the engine says of a column that is one of a source's as it is, is certain.
  const columns = run.columns.map(({ origin }, position) =>
    origin === undefined ? traced[position] : { sources: [origin], expression: undefined, aggregate: undefined },
  );
  return { tables, columns };
}

const dialects: Readonly<Record<string, string>> = {
  postgres: 'postgres',
  mysql: 'mysql',
  mariadb: 'mysql',
  sqlite: 'sqlite',
  bigquery: 'bigquery',
  snowflake: 'snowflake',
  trino: 'trino',
};

function dialectOf(target: string, catalog: ComposeParts['catalog']): string {
  if (target === FEDERATED) return 'duckdb';
  const driver = catalog.connections().connections.find(({ id }) => id === target)?.driver;
  return dialects[driver ?? ''] ?? 'duckdb';
}

function describeColumn(
  column: ResultColumn,
  position: number,
  traced: ColumnLineage | undefined,
  tables: readonly KnownTable[],
  noteOf: (source: ColumnOrigin) => DictionaryTexts | undefined,
  nullShare: number | undefined,
): ColumnDescription {
  const lineage: ColumnLineage = traced ?? { sources: [], expression: undefined, aggregate: undefined };
  const { sources, expression, aggregate } = lineage;
  const [only] = sources.length === 1 ? sources : [];
  const known = only === undefined ? undefined : sourceColumn(only, tables);
  const note = only === undefined ? undefined : noteOf(only);
  const keepsUnit = expression === undefined || ['sum', 'avg', 'min', 'max', 'median'].includes(aggregate ?? '');
  const unit =
    aggregate === 'count'
      ? 'rows'
      : (unitOf(column.name, undefined, column.type) ??
        (keepsUnit ? note?.unit : undefined) ??
        (keepsUnit && only !== undefined ? unitOf(only.column, known?.comment, column.type) : undefined));
  return {
    position,
    label: column.label,
    type: column.type,
    title: (expression === undefined ? note?.title : undefined) ?? titleOfName(column.label),
    description: columnText(lineage, known?.comment),
    ...(unit === undefined ? {} : { unit }),
    caveats: columnCaveats(lineage, tables, nullShare),
    sources: [...sources],
    ...(expression === undefined ? {} : { expression: expression.slice(0, 10_000) }),
    writtenBy: 'lineage',
    isConfirmed: false,
  };
}

async function notesOfTables(
  tables: readonly KnownTable[],
  notesOf: NotesOf | undefined,
): Promise<(source: ColumnOrigin) => DictionaryTexts | undefined> {
  const notes = await Promise.all(
    tables.map(async ({ connection, info }) => ({
      connection,
      info,
      texts: await notesOf?.(connection, info.schema, info.name),
    })),
  );
  return (source) =>
    notes
      .find(
        ({ connection, info }) =>
          connection === source.connection && info.schema === source.schema && info.name === source.table,
      )
      ?.texts?.get(source.column);
}

function sourceColumn(source: ColumnOrigin, tables: readonly KnownTable[]) {
  const table = tables.find(
    ({ connection, info }) =>
      connection === source.connection && info.schema === source.schema && info.name === source.table,
  );
  return table?.info.columns.find(({ name }) => name === source.column);
}

const originText = ({ connection, table, column }: ColumnOrigin): string => `${connection}.${table}.${column}`;

const aggregateWords: Readonly<Record<string, string>> = {
  sum: 'Sum of',
  avg: 'Average of',
  min: 'Smallest',
  max: 'Largest',
  median: 'Median of',
  count: 'Number of rows with',
  any_value: 'Some value of',
  first: 'First',
  last: 'Last',
  mode: 'Most frequent',
  string_agg: 'Values, joined as text, of',
  list: 'List of',
};

function columnText({ sources, expression, aggregate }: ColumnLineage, comment: string | undefined): string {
  const names = listed(sources.map(originText));
  const said = comment === undefined || comment.trim() === '' ? '' : sentence(comment);
  if (aggregate === 'count' && sources.length === 0) return 'Number of rows.';
  if (aggregate !== undefined && sources.length > 0) {
    const text = `${aggregateWords[aggregate] ?? `${aggregate} of`} ${names}.`;
    return said === '' ? text : `${text} ${said}`;
  }
  if (expression !== undefined && sources.length > 0)
    return `Computed from ${names}${said === '' ? '' : `: ${said}`}`.replace(/(?<![.!?…])$/, '.');
  if (expression !== undefined) return 'Computed by the statement, from no column of a source.';
  if (said !== '') return said;
  if (sources.length > 0) return `As in ${names}.`;
  return 'Its origin could not be traced.';
}

/** What a row is, and what the columns leave out. */
function resultText(tables: readonly KnownTable[], columns: readonly ColumnDescription[]): string {
  if (tables.length === 0) return 'A result of no table that is known.';
  const different = [...new Map(tables.map((table) => [`${table.connection}.${table.info.name}`, table])).entries()];
  const comments = different.flatMap(([name, { info }]) =>
    info.comment === undefined ? [] : [`${name}: ${sentence(info.comment)}`],
  );
  const untraced = columns.filter(({ sources, expression }) => sources.length === 0 && expression === undefined).length;
  const rest =
    untraced === 0 ? '' : ` The origin of ${untraced} ${untraced === 1 ? 'column' : 'columns'} could not be traced.`;
  return `Made from ${listed(different.map(([name]) => name))}. ${comments.join(' ')}${rest}`.trim();
}
