import { FEDERATED } from '../../../lib/contract/run.ts';
import { namesIn, type Relation, type StatementNames } from '../../../lib/sql/relations.ts';
import type { TableInfo } from '../../connectors/connector.ts';
import type { CatalogService } from '../../workbench.ts';

/** A table of the statement as the catalog knows it. */
export interface KnownTable {
  readonly connection: string;
  readonly info: TableInfo;
  /** How the statement names it: `shop.orders`. */
  readonly parts: readonly string[];
  readonly alias: string;
  /** An outer join may leave all its columns NULL. */
  readonly isOptional: boolean;
  /** Columns that the conditions of its join name; empty for the first table of a FROM. */
  readonly joinedOn: readonly string[];
}

/** Tables that a statement reads. What the catalog does not know is left out: its columns stay without a source. */
export async function knownTables(
  sql: string,
  target: string,
  catalog: Pick<CatalogService, 'lookup'>,
): Promise<KnownTable[]> {
  const names = namesIn(sql, { start: 0, end: sql.length });
  const common = new Set(names.commonTables.map(({ name }) => name.toLowerCase()));
  const optional = optionalRanges(sql, names);
  const tables = await Promise.all(
    names.relations.map(async (relation): Promise<KnownTable | undefined> => {
      const { parts } = relation;
      const isCommon = parts.length === 1 && common.has((parts[0] ?? '').toLowerCase());
      if (parts.length === 0 || isCommon) return undefined;
      const [connection, rest] = target === FEDERATED ? [parts[0], parts.slice(1)] : [target, parts];
      const name = rest.at(-1);
      if (connection === undefined || name === undefined) return undefined;
      const info = await catalog.lookup(connection, rest.at(-2), name).catch(() => undefined);
      if (info === undefined) return undefined;
      const alias = relation.alias ?? name;
      return {
        connection,
        info,
        parts,
        alias,
        isOptional: optional.some(({ start, end }) => start <= relation.start && relation.end <= end),
        joinedOn: joinedOn(sql, relation, alias),
      };
    }),
  );
  return tables.filter((table) => table !== undefined);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Parts of the text whose tables an outer join may leave without a row. */
function optionalRanges(sql: string, { relations, commonTables }: StatementNames): Range[] {
  const ranges: Range[] = [];
  const add = (relation: Relation): void => {
    const name = relation.parts.length === 1 ? relation.parts[0]?.toLowerCase() : undefined;
    const common = commonTables.find((table) => table.name.toLowerCase() === name);
    ranges.push(common?.body ?? relation.body ?? relation);
  };
  for (const relation of relations) {
    const before = sql.slice(0, relation.start).replace(/\(\s*$/, '');
    const kind = /\b(left|right|full)\s+(?:outer\s+)?join\s*$/i.exec(before)?.[1]?.toLowerCase();
    if (kind === 'left' || kind === 'full') add(relation);
    if (kind === 'right' || kind === 'full') {
      for (const other of relations)
        if (other.scope.start === relation.scope.start && other.start < relation.start) add(other);
    }
  }
  return ranges;
}

const afterCondition = /\b(left|right|full|inner|cross|join|where|group|order|having|limit|union|qualify|window)\b/i;

/** Columns of the table that stand in the condition behind it, or in USING. */
function joinedOn(sql: string, relation: Relation, alias: string): string[] {
  const behind = sql.slice(relation.end, relation.scope.end);
  const condition = /^\s*(?:as\s+)?(?:"[^"]+"|\w+)?\s*\b(on|using)\b/i.exec(behind);
  if (condition === null) return [];
  const rest = behind.slice(condition[0].length);
  const text = rest.slice(0, afterCondition.exec(rest)?.index ?? rest.length);
  if (condition[1]?.toLowerCase() === 'using') return [...text.matchAll(/\w+/g)].map(([word]) => word);
  const escaped = alias.replaceAll(/[^\w]/g, '\\$&');
  return [...text.matchAll(new RegExp(`(?<![\\w.])"?${escaped}"?\\."?(\\w+)"?`, 'gi'))].map((match) => match[1] ?? '');
}
