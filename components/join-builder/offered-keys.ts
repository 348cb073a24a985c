import type { ColumnReference } from '../../lib/contract/join.ts';
import type { ListedColumn } from './input-view.ts';
import { compareTypes } from './type-classes.ts';

/** A pair of columns that may well be the key; nothing is joined by it until it is taken. */
export interface OfferedKey {
  readonly left: ColumnReference;
  readonly right: ColumnReference;
  /** The source declares that one refers to the other; otherwise they only have the same name and a comparable type. */
  readonly isDeclared: boolean;
}

const MOST = 3;
/** Names that columns of unlike things share. */
const generic = new Set(
  'id name code key type status state date day time created_at updated_at description comment email country city currency'.split(
    ' ',
  ),
);

/** Keys that the catalog gives away, declared ones first. Columns are looked up by name, so tables of any width cost the same. */
export function offeredKeys(left: readonly ListedColumn[], right: readonly ListedColumn[]): OfferedKey[] {
  const declared = [...references(left, right), ...references(right, left).map(turned)];
  if (declared.length > 0) return unlike(declared).slice(0, MOST);
  const byName = new Map(right.map((one) => [one.column.name.toLowerCase(), one]));
  const same = left.flatMap((one): OfferedKey[] => {
    const name = one.column.name.toLowerCase();
    const partner = generic.has(name) ? undefined : byName.get(name);
    if (partner === undefined || compareTypes(one.column.type, partner.column.type) !== 'same') return [];
    return [{ left: asReference(one), right: asReference(partner), isDeclared: false }];
  });
  return same.slice(0, MOST);
}

/** Columns of `from` that refer to one of `to`, inside one connection. */
function references(from: readonly ListedColumn[], to: readonly ListedColumn[]): OfferedKey[] {
  const targets = new Map(to.flatMap((one) => placeOf(one).map((place) => [place, one] as const)));
  return from.flatMap((one): OfferedKey[] => {
    const { references: target } = one.column;
    const partner = target === undefined ? undefined : targets.get(`${one.input.connection}\0${target}`);
    return partner === undefined ? [] : [{ left: asReference(one), right: asReference(partner), isDeclared: true }];
  });
}

/** As the catalog writes targets of references: `schema.table.column`. */
function placeOf({ input: { source }, column }: ListedColumn): string[] {
  return source.kind === 'table' ? [`${source.connection}\0${source.schema}.${source.table}.${column.name}`] : [];
}

const asReference = ({ input, column }: ListedColumn): ColumnReference => ({ input: input.alias, column: column.name });
const turned = ({ left, right, isDeclared }: OfferedKey): OfferedKey => ({ left: right, right: left, isDeclared });

function unlike(offers: readonly OfferedKey[]): OfferedKey[] {
  return [...new Map(offers.map((offer) => [JSON.stringify([offer.left, offer.right]), offer])).values()];
}

/** Tables that columns refer to, as `connection\0schema.table`, with the column that does; columns that are keys already have found theirs. */
export function referredTables(
  columns: readonly ListedColumn[],
  isKey: (column: ColumnReference) => boolean = () => false,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const listed of columns) {
    const { input, column } = listed;
    if (column.references === undefined || input.connection === undefined || isKey(asReference(listed))) continue;
    const table = `${input.connection}\0${column.references.slice(0, column.references.lastIndexOf('.'))}`;
    if (!found.has(table)) found.set(table, column.name);
  }
  return found;
}
