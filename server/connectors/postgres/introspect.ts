/** The catalog of a database in a few queries, however many tables there are. */
import type pg from 'pg';
import { aboutTable, factAbout } from '../about-table.ts';
import type { ColumnInfo, ForeignKey, Introspection, TableInfo } from '../connector.ts';
import * as queries from './introspect-queries.ts';
import { postgresType } from './types.ts';

type Row = readonly (string | null)[];

export async function introspect(client: pg.Client, defaultSchema: string): Promise<Introspection> {
  const server = await one(client, queries.server);
  const relations = await rows(client, queries.relations);
  const columns = await rows(client, queries.columns);
  const indexes = await rows(client, queries.uniqueIndexes);
  const foreign = await rows(client, queries.foreignKeys);
  const facts = { isUtf8: server[1] === 'UTF8', isDefaultBinary: server[2] === 't', version: Number(server[3]) };
  const tables = new Map<string, MutableTable>();
  const hasPartitions = relations.some(([, , , kind]) => kind === 'p');
  const partitioned = new Map(
    (hasPartitions ? await rows(client, queries.partitionedTables) : []).map((row) => [row[0], row]),
  );
  for (const [oid, schema, name, kind, comment, ownEstimate, ownBytes] of relations) {
    if (!oid || !schema || !name) continue;
    const [, partitioning, estimate = ownEstimate, sizeBytes = ownBytes] = partitioned.get(oid) ?? [];
    const rowEstimate = Number(estimate);
    tables.set(oid, {
      schema,
      name,
      kind: kind === 'v' || kind === 'm' ? 'view' : 'table',
      comment: aboutTable(comment, factAbout('Partitioned', partitioning)),
      rowEstimate: isKnown(rowEstimate, Number(sizeBytes), kind, facts.version) ? rowEstimate : undefined,
      sizeBytes: kind === 'r' || kind === 'm' || kind === 'p' ? Number(sizeBytes) : undefined,
      columns: [],
      byNumber: new Map(),
      primaryKey: [],
      uniqueKeys: [],
      foreignKeys: [],
    });
  }
  for (const row of columns) addColumn(tables.get(row[0] ?? ''), row, facts);
  for (const [oid, isPrimary, numbers] of indexes) {
    const table = tables.get(oid ?? '');
    const key = names(table, numbers);
    if (table === undefined || key === undefined) continue;
    if (isPrimary === 't') table.primaryKey = key;
    else table.uniqueKeys.push(key);
  }
  for (const [oid, numbers, targetOid, targetNumbers] of foreign) {
    const table = tables.get(oid ?? '');
    const target = tables.get(targetOid ?? '');
    const own = names(table, numbers);
    const targetColumns = names(target, targetNumbers);
    if (!table || !target || !own || !targetColumns) continue;
    table.foreignKeys.push({ columns: own, targetSchema: target.schema, targetTable: target.name, targetColumns });
  }
  return {
    serverLabel: `PostgreSQL ${server[0]?.split(' ')[0] ?? ''}`.trim(),
    defaultSchema,
    tables: [...tables.values()].map(({ byNumber: _, ...table }) => table),
  };
}

type MutableTable = Omit<TableInfo, 'columns' | 'primaryKey' | 'uniqueKeys' | 'foreignKeys'> & {
  readonly columns: ColumnInfo[];
  readonly byNumber: Map<string, string>;
  primaryKey: readonly string[];
  readonly uniqueKeys: (readonly string[])[];
  readonly foreignKeys: ForeignKey[];
};

/** Before version 14 a table never analysed has 0 instead of -1, as an empty one has. */
function isKnown(estimate: number, sizeBytes: number, kind: string | null | undefined, version: number): boolean {
  if (kind === 'v' || !(estimate >= 0)) return false;
  return version >= 140_000 || estimate > 0 || sizeBytes > 0;
}

function addColumn(
  table: MutableTable | undefined,
  [, number, name, type, domain, isNotNull, comment, collation, isBinary, isDeterministic]: Row,
  facts: { readonly isUtf8: boolean; readonly isDefaultBinary: boolean },
): void {
  if (table === undefined || !number || !name || !type) return;
  const sourceType = [
    type,
    domain === null || domain === undefined ? '' : ` (domain ${domain})`,
    isDeterministic === 'f' ? ` COLLATE "${collation?.replaceAll('"', '""')}"` : '',
  ].join('');
  const { class: typeClass, duckType } = postgresType(sourceType);
  const isText = typeClass === 'text' || typeClass === 'padded' || typeClass === 'other';
  // Enums and the like are compared by their text under "C". In another encoding the bytes have another order: nothing is said then.
  const isBytes = typeClass === 'other' || (isBinary ?? (facts.isDefaultBinary ? 't' : 'f')) === 't';
  table.byNumber.set(number, name);
  table.columns.push({
    name,
    sourceType,
    type: duckType,
    nullable: isNotNull !== 't',
    comment: comment ?? undefined,
    collation: isText && facts.isUtf8 ? (isBytes && typeClass !== 'padded' ? 'binary' : 'other') : undefined,
  });
}

/** Names of the columns with these numbers; undefined if one of them cannot be read by this account. */
function names(table: MutableTable | undefined, numbers: string | null | undefined): string[] | undefined {
  const found = (numbers ?? '').split(' ').map((number) => table?.byNumber.get(number));
  return found.every((name) => name !== undefined) ? found : undefined;
}

async function rows(client: pg.Client, text: string): Promise<readonly Row[]> {
  const types = { getTypeParser: () => (value: string) => value };
  return (await client.query<(string | null)[]>({ text, rowMode: 'array', types: types as pg.CustomTypesConfig })).rows;
}

const one = async (client: pg.Client, text: string): Promise<Row> => (await rows(client, text))[0] ?? [];
