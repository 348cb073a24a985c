import { JoineryError } from '../../errors.ts';
import { quoteIdentifier } from '../duckdb.ts';
import type { Relation } from './scan.ts';

/** Catalog, schema and name under which the statement's text finds a relation. */
export interface ViewName {
  readonly catalog: string;
  readonly schema: string;
  readonly name: string;
}

export const viewSql = (view: ViewName): string =>
  [view.catalog, view.schema, view.name].map(quoteIdentifier).join('.');

export const RESULTS_CATALOG = 'results';
/** DuckDB's own catalog, which no statement of a user can name. */
export const BLOCK_CATALOG = 'memory';

/** Where the relation's view stands. `main` is where DuckDB looks for `connection.table`. Native statements are found by the macro `native`. */
export function viewNameOf(relation: Exclude<Relation, { kind: 'native' }>): ViewName {
  if (relation.kind === 'block') return { catalog: BLOCK_CATALOG, schema: 'main', name: relation.name };
  if (relation.kind === 'result') return { catalog: RESULTS_CATALOG, schema: 'main', name: relation.name };
  if (relation.place !== undefined) return { catalog: BLOCK_CATALOG, schema: 'main', name: placeName(relation.place) };
  return {
    catalog: relation.connection,
    schema: relation.viaDefaultSchema ? 'main' : relation.table.schema,
    name: relation.table.name,
  };
}

export const placeName = (place: number): string => `place_${place}`;

/** Identity of the relation at its source; two spellings of one table share it, two places of the statement only if they are fetched as one. */
export function relationKey(relation: Relation): string {
  if (relation.kind === 'native') return JSON.stringify(['native', relation.connection, relation.sql]);
  if (relation.kind === 'block')
    return JSON.stringify(['block', relation.connection, relation.name, relation.request.sql]);
  if (relation.kind === 'result') return JSON.stringify(['result', relation.name]);
  const place = relation.place === undefined ? [] : [relation.place];
  return JSON.stringify(['table', relation.connection, relation.table.schema, relation.table.name, ...place]);
}

/** DuckDB's names know no case: two tables of one statement that differ only by case cannot both be named. */
export function refuseCollisions(relations: readonly Relation[]): void {
  const seen = new Map<string, string>();
  for (const relation of relations) {
    if (relation.kind === 'native') continue;
    const name = viewSql(viewNameOf(relation)).toLowerCase();
    const key = relationKey(relation);
    if (seen.has(name) && seen.get(name) !== key) {
      throw new JoineryError('invalid_statement', `Two different tables of this statement are both called ${name}.`, {
        hint: "Read one of them with native('connection', $$SELECT ...$$).",
        connection: relation.kind === 'table' ? relation.connection : undefined,
      });
    }
    seen.set(name, key);
  }
}
