/**
 * A table that the statement reads in several places can be reduced in none of them: what one place does not need, another may. So each place gets a
 * relation of its own, as if there were as many equal tables. Pure but for the relations' numbers; whether it pays is decided after planning.
 */
import { type AstNode, type AstValue, isList, isNode, textOf, walk } from '../parse/ast.ts';
import type { Relation } from './scan.ts';
import { BLOCK_CATALOG, placeName } from './view-names.ts';

export type Table = Extract<Relation, { kind: 'table' }>;

export interface SplitStatement {
  readonly root: AstNode;
  readonly relations: readonly Relation[];
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The table of a connection that a FROM item names. */
export function findTable(node: AstNode, relations: readonly Relation[]): Table | undefined {
  const [catalog, schema, name] = [
    textOf(node, 'catalog_name'),
    textOf(node, 'schema_name'),
    textOf(node, 'table_name'),
  ];
  return relations.find(
    (candidate): candidate is Table =>
      candidate.kind === 'table' &&
      (candidate.place === undefined
        ? same(candidate.connection, catalog || schema) &&
          same(candidate.table.name, name) &&
          (catalog === '' ? candidate.viaDefaultSchema : same(candidate.table.schema, schema))
        : catalog === BLOCK_CATALOG && name === placeName(candidate.place)),
  );
}

export const tableKey = ({ connection, table }: Table): string =>
  JSON.stringify([connection, table.schema, table.name]);

/** The statement with its repeated tables split, except those that are better fetched as one; undefined if nothing is to be split. */
export function splitPlaces(
  root: AstNode,
  relations: readonly Relation[],
  asOne: ReadonlySet<string>,
): SplitStatement | undefined {
  const counts = new Map<string, number>();
  for (const node of walk(root)) {
    const table = node.type === 'BASE_TABLE' ? findTable(node, relations) : undefined;
    if (table !== undefined) counts.set(tableKey(table), (counts.get(tableKey(table)) ?? 0) + 1);
  }
  const repeated = new Set([...counts].filter(([key, count]) => count > 1 && !asOne.has(key)).map(([key]) => key));
  if (repeated.size === 0) return undefined;
  const places: Relation[] = [];
  const rewrite = (value: AstValue): AstValue => {
    if (isList(value)) return value.map(rewrite);
    if (!isNode(value) || 'rawJSON' in value) return value;
    const table = value.type === 'BASE_TABLE' ? findTable(value, relations) : undefined;
    if (table === undefined || !repeated.has(tableKey(table)))
      return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, rewrite(child)]));
    const place = places.length + 1;
    places.push({ ...table, place });
    return {
      ...value,
      alias: textOf(value, 'alias') || textOf(value, 'table_name'),
      catalog_name: BLOCK_CATALOG,
      schema_name: 'main',
      table_name: placeName(place),
    };
  };
  const split = rewrite(root) as AstNode;
  const others = relations.filter((relation) => relation.kind !== 'table' || !repeated.has(tableKey(relation)));
  return { root: split, relations: [...others, ...places] };
}
