/**
 * Partners that their source settles: a table that only filters another one of the same source (`partners.ts`) leaves the statement, where its source gives exactly the owner's rows that have such a
 * partner. Neither the partner nor the column by which it is joined is fetched, and nothing is joined here again.
 *
 * Exact, because the key is unique (no row of the owner is doubled), both columns have one type and the source compares them as DuckDB does, a NULL on either side finds no partner here or
 * there, and every condition of the partner is one that its source settles.
 */
import type { Among, Predicate } from '../../connectors/predicate.ts';
import { type AstNode, walk } from '../parse/ast.ts';
import type { Relation } from '../plan/scan.ts';
import type { Shadow } from '../plan/shadow.ts';
import type { Table } from '../plan/split-places.ts';
import { Constants } from '../route/constants.ts';
import { proven } from '../route/proven.ts';
import type { RoutedStatement } from '../route/route-blocks.ts';
import { readTree } from '../route/sql-tree.ts';
import { equalityAcross } from './compare-across.ts';
import { type Pair, type Partner, readPartners } from './partners.ts';
import { placeKey } from './places.ts';
import { exactPredicate, readableFilters, type SettleOptions, SMALL_ROWS, withSettled } from './settle.ts';
import type { Settleable } from './settleable.ts';

export interface WithoutPartners {
  readonly statement: RoutedStatement;
  readonly gone: readonly Pair[];
}

type PartnerOptions = Pick<SettleOptions, 'connector' | 'always'>;

/** Whether it is worth looking: two tables of one source, one of which has a key. */
export function mayHavePartners({ plan }: RoutedStatement, { connector, always }: PartnerOptions): boolean {
  const tables = plan.scans.flatMap(({ relation }) => (relation.kind === 'table' ? [relation] : []));
  return tables.some(
    (one) =>
      [one.table.primaryKey, ...one.table.uniqueKeys].some(({ length }) => length === 1) &&
      connector(one.connection).dialect.readsInside === true &&
      tables.some((other) => other !== one && other.connection === one.connection && (always || areMany(one, other))),
  );
}

const areMany = (...tables: readonly Table[]): boolean =>
  tables.some(({ table }) => (table.rowEstimate ?? SMALL_ROWS) >= SMALL_ROWS);

/** The statement without its partners, those of partners among them, but for those that are to stay (by `placeKey`). Undefined if none can go. */
export async function withoutPartners(
  statement: RoutedStatement,
  shadow: Shadow,
  staying: ReadonlySet<string>,
  options: PartnerOptions,
): Promise<WithoutPartners | undefined> {
  const tree = await readTree(shadow.connection, statement.text);
  if (tree === undefined) return undefined;
  let root: AstNode = tree;
  const constants = new Constants(shadow.connection);
  const refused = new Set(staying);
  const gone: Pair[] = [];
  let relations = statement.relations;
  for (;;) {
    const partner = nextPartner(root, relations, refused, options);
    if (partner === undefined) break;
    const filters = await exactFilters(partner, options, constants);
    if (filters === undefined) {
      refused.add(placeKey(partner.relation));
      continue;
    }
    root = partner.root;
    relations = withOwner(relations, partner, filters, textOf(partner, statement));
    gone.push(partner);
  }
  if (gone.length === 0) return undefined;
  const left = await proven(root, relations, statement, shadow);
  if (left === undefined) return undefined;
  const plan = { ...left.plan, estimatedRows: statement.plan.estimatedRows };
  return { statement: { ...left, plan }, gone };
}

function nextPartner(
  root: AstNode,
  relations: readonly Relation[],
  refused: ReadonlySet<string>,
  options: PartnerOptions,
): Partner | undefined {
  const isFit = (pair: Pair): boolean => !refused.has(placeKey(pair.relation)) && isComparedAlike(pair, options);
  for (const partner of readPartners(root, relations, isFit)) if (!isByKey(partner, options)) return partner;
  return undefined;
}

/** Whether the source finds the owner's rows exactly as DuckDB would. */
function isComparedAlike({ relation, key, owner, column }: Pair, { connector }: PartnerOptions): boolean {
  const { dialect } = connector(relation.connection);
  if (dialect.readsInside !== true || column.type !== key.type) return false;
  return equalityAcross(dialect, owner.table, column, key) === 'exact';
}

/** Of a condition on the key DuckDB makes one on the owner's column, which is worth more. */
const isByKey = ({ key, conditions }: Partner, { always }: PartnerOptions): boolean =>
  !always && conditions.some(({ names }) => names.has(key.name.toLowerCase()));

/** What the partner's rows must pass; undefined where its source may see some of it otherwise. */
async function exactFilters(
  { relation, conditions }: Partner,
  { connector }: PartnerOptions,
  constants: Constants,
): Promise<readonly Predicate[] | undefined> {
  const { dialect } = connector(relation.connection);
  const filters = [...(relation.settled?.filters ?? [])];
  for (const condition of outermost(conditions)) {
    const filter = await exactPredicate(condition, dialect, constants);
    if (filter === undefined) return undefined;
    filters.push(filter);
  }
  return filters;
}

/** Without those that stand inside of others. */
const outermost = (conditions: readonly Settleable[]): readonly Settleable[] =>
  conditions.filter(
    (one) =>
      !conditions.some(
        (other) => other !== one && one.nodes.every((node) => other.nodes.some((of) => holds(of, node))),
      ),
  );

const holds = (outer: Settleable['condition'], inner: Settleable['condition']): boolean =>
  outer !== inner && [...walk(outer)].includes(inner);

function withOwner(
  relations: readonly Relation[],
  { relation, key, owner, column }: Partner,
  filters: readonly Predicate[],
  text: string,
): readonly Relation[] {
  const among: Among = { kind: 'among', column: column.name, table: relation.table, key: key.name, filters };
  return relations
    .filter((one) => one !== relation)
    .map((one) => (one === owner ? withSettled(owner, { filters: [among], texts: [text] }) : one));
}

const JOINED = ', joined at the source';

/** For people. What is said of a partner's own partners stands inside. */
function textOf({ relation, key, column }: Partner, { plan }: RoutedStatement): string {
  const needs = plan.scans.find((one) => placeKey(one.relation) === placeKey(relation));
  const inner = (relation.settled?.texts ?? []).map((text) => text.replace(JOINED, ''));
  const texts = new Set([...(needs === undefined ? [] : readableFilters(needs)), ...inner]);
  const where = texts.size === 0 ? '' : ` where ${[...texts].join(' and ')}`;
  const { schema, name } = relation.table;
  return `${column.name} is among ${schema}.${name}.${key.name}${where}${JOINED}`;
}
