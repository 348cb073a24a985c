import type { CatalogColumn } from '../../lib/contract/catalog.ts';

/** A relation of the statement with what is known of its columns. */
export interface Side {
  /** Qualifier to write: alias or table name. */
  readonly handle: string;
  /** `schema.table`, and its connection, for foreign keys. */
  readonly connection: string;
  readonly path: string;
  readonly table: string;
  readonly columns: readonly CatalogColumn[];
}

export interface JoinCondition {
  readonly left: string;
  readonly right: string;
  readonly reason: string;
  /** Bigger is likelier. */
  readonly weight: number;
}

/** Names that many tables have without meaning the same thing. */
const generic = new Set([
  'id',
  'name',
  'title',
  'status',
  'type',
  'comment',
  'description',
  'created_at',
  'updated_at',
]);

/** Conditions that may join two tables, from declared keys and from names alone. Best first. */
export function joinConditions(left: Side, right: Side): JoinCondition[] {
  const found: JoinCondition[] = [];
  for (const a of left.columns) {
    for (const b of right.columns) {
      const [weight, reason] = likeness(left, a, right, b);
      if (weight > 0) found.push({ left: a.name, right: b.name, reason, weight });
    }
  }
  return found.sort((one, other) => other.weight - one.weight).slice(0, 6);
}

function likeness(left: Side, a: CatalogColumn, right: Side, b: CatalogColumn): [number, string] {
  if (left.connection === right.connection) {
    if (a.references === `${right.path}.${b.name}` || b.references === `${left.path}.${a.name}`)
      return [4, 'foreign key'];
  }
  const [x, y] = [a.name.toLowerCase(), b.name.toLowerCase()];
  const isKey = a.isPrimaryKey || b.isPrimaryKey || a.isUnique || b.isUnique;
  if (x === y && !generic.has(x)) return [isKey ? 3 : 2, 'same name'];
  if (names(x, right.table, y) || names(y, left.table, x)) return [isKey ? 3 : 1, 'named after the table'];
  return [0, ''];
}

/** `customer_id` names `customers.id`. */
function names(column: string, table: string, key: string): boolean {
  const singular = table.toLowerCase().replace(/ies$/, 'y').replace(/s$/, '');
  return column === `${singular}_${key}` || column === `${table.toLowerCase()}_${key}`;
}
