import type { CatalogTable, ColumnsAnswer, ConnectionSummary, SearchHit } from '../../lib/contract/catalog.ts';
import { FEDERATED } from '../../lib/contract/run.ts';
import { duckdbRules, type LexicalRules, rulesOfDriver } from '../../lib/sql/dialect.ts';
import { duckdbKeywords } from '../../lib/sql/duckdb-words.ts';
import type { Relation } from '../../lib/sql/relations.ts';

/** What the editor asks of the catalog; `lib/client/catalog-cache.ts` answers it. */
export interface CatalogReader {
  columns(connection: string, schema: string, table: string): Promise<ColumnsAnswer>;
  tables(connection: string, schema: string): Promise<readonly CatalogTable[]>;
  search(query: string): Promise<readonly SearchHit[]>;
}

/** Everything that completion, hover and underlines need to know beside the text. */
export interface SqlContext {
  /** `federated` or a connection id. */
  readonly target: string;
  readonly connections: readonly ConnectionSummary[];
  readonly catalog: CatalogReader;
}

export interface TableAddress {
  readonly connection: ConnectionSummary;
  readonly schema: string;
  readonly table: string;
}

const sameName = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

export const connectionNamed = (context: SqlContext, name: string): ConnectionSummary | undefined =>
  context.connections.find(({ id }) => sameName(id, name));

/** The connection that a native statement goes to; undefined for federated SQL. */
export const nativeConnection = (context: SqlContext): ConnectionSummary | undefined =>
  context.target === FEDERATED ? undefined : connectionNamed(context, context.target);

export const rulesOf = (context: SqlContext): LexicalRules => {
  const native = nativeConnection(context);
  return native === undefined ? duckdbRules : rulesOfDriver(native.driver);
};

/** The table that name parts mean, if they can mean one: `connection.table`, `connection.schema.table`; in native SQL `table`, `schema.table`. */
export function addressOf(context: SqlContext, parts: readonly string[]): TableAddress | undefined {
  const native = nativeConnection(context);
  const connection = native ?? connectionNamed(context, parts[0] ?? '');
  const rest = native === undefined ? parts.slice(1) : parts;
  const table = rest.at(-1);
  if (connection === undefined || table === undefined || rest.length > 2) return undefined;
  return { connection, schema: rest.length === 2 ? (rest[0] ?? '') : connection.defaultSchema, table };
}

/** Name under which a relation's columns are qualified. */
export const handleOf = (relation: Relation): string => relation.alias ?? relation.parts.at(-1) ?? '';

const reserved = new Set(duckdbKeywords);

/** A name as the dialect needs it written: bare where it can be, quoted where it must. */
export function quoteName(name: string, driver?: string): string {
  const isFolded = driver === 'postgres';
  const bare = isFolded ? /^[a-z_][a-z0-9_]*$/ : /^[A-Za-z_][A-Za-z0-9_]*$/;
  if (bare.test(name) && !reserved.has(name.toLowerCase())) return name;
  const quote = driver === 'mysql' || driver === 'mariadb' ? '`' : '"';
  return `${quote}${name.replaceAll(quote, quote + quote)}${quote}`;
}

/** How a statement for this target names the table. */
export function tableName(context: SqlContext, table: CatalogTable): string {
  const native = nativeConnection(context);
  if (native === undefined || native.id !== table.connection) return table.sqlName;
  const name = quoteName(table.name, native.driver);
  return table.schema === native.defaultSchema ? name : `${quoteName(table.schema, native.driver)}.${name}`;
}
