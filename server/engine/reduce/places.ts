import { type AstNode, textOf, walk } from '../parse/ast.ts';
import type { Relation } from '../plan/scan.ts';
import { BLOCK_CATALOG, placeName, relationKey } from '../plan/view-names.ts';

/** In how many places of the statement each table stands. */
export function countPlaces(root: AstNode): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const node of walk(root)) {
    if (node.type !== 'BASE_TABLE') continue;
    // `connection.table` and `connection.schema.table` may be one table: counted by connection and name.
    const connection = textOf(node, 'catalog_name') || textOf(node, 'schema_name');
    if (connection === '') continue;
    const key = `${connection}\n${textOf(node, 'table_name')}`.toLowerCase();
    places.set(key, (places.get(key) ?? 0) + 1);
  }
  return places;
}

export function placeKey(relation: Relation): string {
  if (relation.kind !== 'table') return relationKey(relation);
  const { connection, table, place } = relation;
  return place === undefined
    ? `${connection}\n${table.name}`.toLowerCase()
    : `${BLOCK_CATALOG}\n${placeName(place)}`.toLowerCase();
}
