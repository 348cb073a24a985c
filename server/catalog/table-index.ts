/** Tables of one connection by schema and name, case kept apart only where it must be. */

import { quoteIfNeeded, sqlName } from '../../lib/sql/sql-name.ts';
import { nearestNames } from '../config/nearest-names.ts';
import { presentTables, type StoredCatalog, type StoredTable, tableKey } from './stored-catalog.ts';

export interface SchemaTables {
  readonly name: string;
  /** In order of name. */
  readonly tables: readonly StoredTable[];
}

export class TableIndex {
  readonly catalog: StoredCatalog;
  readonly tables: readonly StoredTable[];
  /** The default schema first, the others by name. */
  readonly schemas: readonly SchemaTables[];
  readonly #exact = new Map<string, StoredTable>();
  readonly #folded = new Map<string, StoredTable>();

  constructor(catalog: StoredCatalog) {
    this.catalog = catalog;
    this.tables = presentTables(catalog);
    const bySchema = new Map<string, StoredTable[]>([[catalog.defaultSchema, []]]);
    for (const table of this.tables) {
      this.#exact.set(tableKey(table.schema, table.name), table);
      const folded = tableKey(table.schema.toLowerCase(), table.name.toLowerCase());
      if (!this.#folded.has(folded)) this.#folded.set(folded, table);
      const list = bySchema.get(table.schema);
      if (list === undefined) bySchema.set(table.schema, [table]);
      else list.push(table);
    }
    this.schemas = [...bySchema]
      .map(([name, tables]) => ({ name, tables: tables.sort((a, b) => byName(a.name, b.name)) }))
      .sort((a, b) => rank(a) - rank(b) || byName(a.name, b.name));
    function rank(schema: SchemaTables): number {
      return schema.name === catalog.defaultSchema ? 0 : 1;
    }
  }

  /** Undefined schema means the default one. Exact case goes first, then any case. */
  find(schema: string | undefined, name: string): StoredTable | undefined {
    const wanted = schema ?? this.catalog.defaultSchema;
    return (
      this.#exact.get(tableKey(wanted, name)) ?? this.#folded.get(tableKey(wanted.toLowerCase(), name.toLowerCase()))
    );
  }

  findSchema(name: string): SchemaTables | undefined {
    return (
      this.schemas.find((schema) => schema.name === name) ??
      this.schemas.find((schema) => schema.name.toLowerCase() === name.toLowerCase())
    );
  }

  sqlName(table: StoredTable): string {
    return sqlName(this.catalog.connection, table.schema, table.name, this.catalog.defaultSchema);
  }

  /** What someone who wrote `[schema.]name` may have meant. */
  hint(schema: string | undefined, name: string): string | undefined {
    if (schema !== undefined && this.findSchema(schema) === undefined) {
      const near = nearestNames(
        schema,
        this.schemas.map((one) => one.name),
      );
      const names = near.length > 0 ? near : this.schemas.slice(0, 5).map((one) => one.name);
      return `There is no schema ${schema}; ${near.length > 0 ? 'near it' : 'there'} are: ${names.map(quoteIfNeeded).join(', ')}.`;
    }
    const folded = name.toLowerCase();
    const elsewhere = this.tables.filter((table) => table.name.toLowerCase() === folded);
    if (elsewhere.length > 0) return `It is there as ${this.#names(elsewhere)}.`;
    const here = this.findSchema(schema ?? this.catalog.defaultSchema)?.tables ?? [];
    const near = nearestIn(name, here);
    const nearAnywhere = near.length > 0 ? near : nearestIn(name, this.tables);
    if (nearAnywhere.length > 0) return `Did you mean ${this.#names(nearAnywhere)}?`;
    return this.tables.length === 0 ? `${this.catalog.connection} shows no tables to this account.` : undefined;
  }

  #names(tables: readonly StoredTable[]): string {
    return tables
      .slice(0, 3)
      .map((table) => this.sqlName(table))
      .join(' or ');
  }
}

function nearestIn(name: string, tables: readonly StoredTable[]): StoredTable[] {
  const names = nearestNames(name, new Set(tables.map((table) => table.name)));
  return names.flatMap((near) => tables.find((table) => table.name === near) ?? []);
}

function byName(a: string, b: string): number {
  const x = a.toLowerCase();
  const y = b.toLowerCase();
  if (x === y) return a < b ? -1 : Number(a > b);
  return x < y ? -1 : 1;
}
