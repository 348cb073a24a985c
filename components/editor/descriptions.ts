import type { CatalogColumn, CatalogTable } from '../../lib/contract/catalog.ts';
import { duckdbFunctions } from '../../lib/sql/duckdb-words.ts';
import { namesIn, type Relation } from '../../lib/sql/relations.ts';
import { statementAt } from '../../lib/sql/split-statements.ts';
import { nameOf, tokenize } from '../../lib/sql/tokens.ts';
import { addressOf, handleOf, nativeConnection, rulesOf, type SqlContext } from './sql-context.ts';

/** What the name at `offset` is, as Markdown paragraphs; undefined if it is nothing known. */
export async function describeAt(text: string, offset: number, context: SqlContext): Promise<string[] | undefined> {
  const rules = rulesOf(context);
  const range = statementAt(text, offset, rules);
  if (range === undefined) return undefined;
  const tokens = tokenize(text, rules);
  const index = tokens.findIndex(({ start, end }) => start <= offset && offset < end);
  const token = tokens[index];
  if (token === undefined || (token.kind !== 'word' && token.kind !== 'quoted')) return undefined;
  const { relations } = namesIn(text, range, rules);

  const table = relations.find(({ start, end, parts }) => parts.length > 0 && start <= offset && offset < end);
  if (table !== undefined) return describeTable(table, context);

  const name = nameOf(text, token);
  const dot = tokens[index - 1];
  const before = tokens[index - 2];
  const qualifier =
    dot !== undefined && text.slice(dot.start, dot.end) === '.' && before !== undefined
      ? nameOf(text, before)
      : undefined;
  const candidates = relations.filter(
    (relation) =>
      relation.scope.start <= offset &&
      offset <= relation.scope.end &&
      (qualifier === undefined || handleOf(relation).toLowerCase() === qualifier.toLowerCase()),
  );
  for (const relation of candidates) {
    const found = await columnOf(relation, name, context);
    if (found !== undefined) return found;
  }
  const alias = relations.find(
    (relation) => qualifier === undefined && relation.alias?.toLowerCase() === name.toLowerCase(),
  );
  if (alias !== undefined) return describeTable(alias, context);
  return nativeConnection(context) === undefined ? describeFunction(name) : undefined;
}

async function describeTable(relation: Relation, context: SqlContext): Promise<string[] | undefined> {
  const answer = await read(relation, context);
  if (answer === undefined) return undefined;
  const { table, columns } = answer;
  const rows = table.rowEstimate === undefined ? '' : ` · about ${table.rowEstimate.toLocaleString('en')} rows`;
  return [
    `**${escaped([table.connection, table.schema, table.name].join('.'))}**`,
    `${table.kind} · ${columns.length} columns${rows}`,
    ...(table.comment === undefined ? [] : [escaped(table.comment)]),
  ];
}

async function columnOf(relation: Relation, name: string, context: SqlContext): Promise<string[] | undefined> {
  const answer = await read(relation, context);
  const column = answer?.columns.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (answer === undefined || column === undefined) return undefined;
  const { table } = answer;
  return [
    `**${escaped(column.name)}** \`${column.sourceType}\``,
    [escaped([table.connection, table.schema, table.name].join('.')), ...factsOf(column)].join(' · '),
    ...(column.comment === undefined ? [] : [escaped(column.comment)]),
  ];
}

/** Short facts of a column, as the tree and the hover say them. */
export function factsOf(column: CatalogColumn): string[] {
  return [
    ...(column.isPrimaryKey ? ['primary key'] : []),
    ...(column.isUnique && !column.isPrimaryKey ? ['unique'] : []),
    ...(column.references === undefined ? [] : [`refers to ${column.references}`]),
    ...(column.nullable ? [] : ['not null']),
  ];
}

function describeFunction(name: string): string[] | undefined {
  const found = duckdbFunctions.find(([known]) => known === name.toLowerCase());
  if (found === undefined) return undefined;
  const [known, kind, parameters, description] = found;
  return [
    `**${known}**(${escaped(parameters.join(', '))})`,
    kind,
    ...(description === '' ? [] : [escaped(description)]),
  ];
}

async function read(
  relation: Relation,
  context: SqlContext,
): Promise<{ table: CatalogTable; columns: readonly CatalogColumn[] } | undefined> {
  const address = addressOf(context, relation.parts);
  if (address === undefined) return undefined;
  return context.catalog.columns(address.connection.id, address.schema, address.table).catch(() => undefined);
}

/** Names and comments come from sources: shown as text, never as Markdown. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!<>|~]/g, '\\$&');
