import type { CatalogColumn, CatalogTable } from '../../lib/contract/catalog.ts';
import { namesIn, outputNames, type Relation, type StatementNames } from '../../lib/sql/relations.ts';
import { splitStatements, statementAt } from '../../lib/sql/split-statements.ts';
import { type CursorPlace, placeAt } from './cursor-place.ts';
import { joinConditions, type Side } from './join-conditions.ts';
import {
  addressOf,
  connectionNamed,
  handleOf,
  nativeConnection,
  quoteName,
  rulesOf,
  type SqlContext,
  tableName,
} from './sql-context.ts';

export interface Suggestion {
  readonly kind: 'connection' | 'schema' | 'table' | 'view' | 'column' | 'relation' | 'condition';
  readonly label: string;
  readonly insert: string;
  /** Beside the label: type, row estimate, reason. */
  readonly detail: string;
  readonly comment?: string | undefined;
  /** Ask again at once after this one is taken, as `shop.` wants a table. */
  readonly goesOn?: boolean;
  /** Smaller comes first. */
  readonly rank: number;
}

/** Names that fit at `offset`: connections, schemas, tables, columns in scope, join conditions. Keywords and functions are added by the provider. */
export async function suggestNames(
  text: string,
  offset: number,
  context: SqlContext,
): Promise<Suggestion[] | undefined> {
  const rules = rulesOf(context);
  const range = statementAt(text, offset, rules) ?? { start: 0, end: text.length };
  const from = Math.min(range.start, offset);
  const end = Math.max(range.end, offset);
  const place = placeAt(text.slice(statementStart(text, offset, from, context), offset), rules);
  if (!place.isCode) return undefined;
  const names = namesIn(text, { start: from, end }, rules);
  const inScope = names.relations
    .filter(({ scope }) => scope.start <= offset && offset <= scope.end)
    .sort((one, other) => other.scope.start - one.scope.start);

  if (place.qualifier.length > 0) {
    const relation = inScope.find((candidate) => isNamed(candidate, place.qualifier));
    if (relation !== undefined && place.expects !== 'table') return columnsOf(text, relation, names, context, '');
    return tablesBehind(place, context);
  }
  if (place.expects === 'table') return tablesAnywhere(place, names, context);
  const conditions = place.expects === 'condition' ? await conditionsFor(offset, inScope, context) : [];
  return [...conditions, ...(await columnsInScope(text, inScope, names, context))];
}

/** Behind a semicolon a new statement begins, although "run" would still mean the one before. */
function statementStart(text: string, offset: number, from: number, context: SqlContext): number {
  const before = splitStatements(text, rulesOf(context)).findLast(({ endWithSemicolon }) => endWithSemicolon <= offset);
  return before !== undefined && text.charAt(before.endWithSemicolon - 1) === ';'
    ? Math.max(before.endWithSemicolon, Math.min(from, offset))
    : from;
}

const same = (left: string | undefined, right: string | undefined): boolean =>
  left !== undefined && left.toLowerCase() === right?.toLowerCase();

const isNamed = (relation: Relation, qualifier: readonly string[]): boolean =>
  (qualifier.length === 1 && same(handleOf(relation), qualifier[0])) ||
  (relation.parts.length > 0 && same(relation.parts.join('.'), qualifier.join('.')));

async function tablesBehind({ qualifier, prefix }: CursorPlace, context: SqlContext): Promise<Suggestion[]> {
  const native = nativeConnection(context);
  const connection = native ?? connectionNamed(context, qualifier[0] ?? '');
  const schemaPart = native === undefined ? qualifier[1] : qualifier[0];
  if (connection === undefined || qualifier.length > 2) return [];
  const schema = schemaPart ?? connection.defaultSchema;
  const listed = await context.catalog.tables(connection.id, schema).catch(() => []);
  const hits = prefix.length > 1 ? await context.catalog.search(`${connection.id} ${prefix}`).catch(() => []) : [];
  const found = hits.flatMap(({ table, column }) =>
    column === undefined && table.connection === connection.id && (schemaPart === undefined || table.schema === schema)
      ? [table]
      : [],
  );
  const driver = native?.driver;
  return unique([...listed, ...found]).map((table) => ({
    ...asTable(table),
    insert:
      table.schema === schema
        ? quoteName(table.name, driver)
        : `${quoteName(table.schema, driver)}.${quoteName(table.name, driver)}`,
  }));
}

async function tablesAnywhere(
  { prefix }: CursorPlace,
  { commonTables }: StatementNames,
  context: SqlContext,
): Promise<Suggestion[]> {
  const native = nativeConnection(context);
  const sources = native === undefined ? context.connections : [native];
  const usable = sources.filter(({ tableCount }) => tableCount > 0);
  const lists = await Promise.all([
    prefix.length > 1
      ? context.catalog
          .search(prefix)
          .then((hits) => hits.flatMap((hit) => (hit.column === undefined ? [hit.table] : [])))
      : [],
    ...usable.map((connection) => context.catalog.tables(connection.id, connection.defaultSchema).catch(() => [])),
  ]);
  const tables = unique(lists.flatMap((list) => list.slice(0, 100)));
  return [
    ...commonTables.map(({ name }) => ({
      kind: 'relation' as const,
      label: name,
      insert: quoteName(name),
      detail: 'WITH',
      rank: 0,
    })),
    ...(native === undefined ? context.connections : []).map(({ id, driverLabel }) => ({
      kind: 'connection' as const,
      label: id,
      insert: `${quoteName(id)}.`,
      detail: driverLabel,
      goesOn: true,
      rank: 1,
    })),
    ...tables
      .filter(({ connection }) => native === undefined || connection === native.id)
      .map((table) => ({ ...asTable(table), label: tableName(context, table), insert: tableName(context, table) })),
  ];
}

const unique = (tables: readonly CatalogTable[]): CatalogTable[] => [
  ...new Map(tables.map((table) => [`${table.connection}\0${table.schema}\0${table.name}`, table])).values(),
];

const asTable = (table: CatalogTable): Suggestion => ({
  kind: table.kind,
  label: table.name,
  insert: table.name,
  detail: table.connection,
  comment: table.comment,
  rank: 2,
});

/** Columns of one relation, from the catalog or, for subqueries and common tables, from their text. `qualifier` is written before each. */
async function columnsOf(
  text: string,
  relation: Relation,
  names: StatementNames,
  context: SqlContext,
  qualifier: string,
): Promise<Suggestion[]> {
  const driver = nativeConnection(context)?.driver;
  const common = names.commonTables.find(({ name }) => relation.parts.length === 1 && same(name, relation.parts[0]));
  const body = relation.body ?? common?.body;
  const asColumn = (name: string, detail: string, comment?: string): Suggestion => ({
    kind: 'column',
    label: name,
    insert: qualifier + quoteName(name, driver),
    detail,
    comment,
    rank: 1,
  });
  if (body !== undefined)
    return outputNames(text, body, rulesOf(context)).map((name) => asColumn(name, handleOf(relation)));
  const columns = await catalogColumns(relation, context);
  return columns.map(({ name, sourceType, comment }) =>
    asColumn(name, `${handleOf(relation)} · ${sourceType}`, comment),
  );
}

async function catalogColumns(relation: Relation, context: SqlContext): Promise<readonly CatalogColumn[]> {
  const address = addressOf(context, relation.parts);
  if (address === undefined) return [];
  const answer = await context.catalog
    .columns(address.connection.id, address.schema, address.table)
    .catch(() => undefined);
  return answer?.columns ?? [];
}

async function columnsInScope(
  text: string,
  inScope: readonly Relation[],
  names: StatementNames,
  context: SqlContext,
): Promise<Suggestion[]> {
  const isQualified = inScope.length > 1;
  const handles = inScope.flatMap((relation): Suggestion[] => {
    const handle = handleOf(relation);
    if (handle === '') return [];
    return [
      {
        kind: 'relation',
        label: handle,
        insert: quoteName(handle),
        detail: relation.parts.join('.') || 'subquery',
        rank: 2,
      },
    ];
  });
  const columns = await Promise.all(
    inScope.slice(0, 12).map((relation) => {
      const qualifier = isQualified && handleOf(relation) !== '' ? `${quoteName(handleOf(relation))}.` : '';
      return columnsOf(text, relation, names, context, qualifier);
    }),
  );
  return [...columns.flat(), ...handles];
}

async function conditionsFor(offset: number, inScope: readonly Relation[], context: SqlContext): Promise<Suggestion[]> {
  const before = inScope.filter(({ end }) => end <= offset).sort((one, other) => other.start - one.start);
  const [last, ...earlier] = (await Promise.all(before.map((relation) => sideOf(relation, context)))).filter(
    (side) => side !== undefined,
  );
  if (last === undefined) return [];
  const driver = nativeConnection(context)?.driver;
  return earlier.flatMap((side) =>
    joinConditions(last, side).map(({ left, right, reason, weight }) => {
      const condition = `${quoteName(last.handle, driver)}.${quoteName(left, driver)} = ${quoteName(side.handle, driver)}.${quoteName(right, driver)}`;
      return { kind: 'condition' as const, label: condition, insert: condition, detail: reason, rank: -weight };
    }),
  );
}

async function sideOf(relation: Relation, context: SqlContext): Promise<Side | undefined> {
  const address = addressOf(context, relation.parts);
  if (address === undefined) return undefined;
  return {
    handle: handleOf(relation),
    connection: address.connection.id,
    path: `${address.schema}.${address.table}`,
    table: address.table,
    columns: await catalogColumns(relation, context),
  };
}
