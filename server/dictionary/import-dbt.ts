/** dbt properties taken over: which table of which connection each text is for, and what that changes. Pure. */
import type { ImportReport } from '../../lib/contract/dictionary.ts';
import type { SourceTables } from '../catalog/catalog.ts';
import { type StoredTable, tableKey } from '../catalog/stored-catalog.ts';
import { type Entries, type Entry, type EntryChange, versionOf } from './entries.ts';
import type { ReadProperties, ReadSource, ReadTable } from './read-properties.ts';

export interface ImportTarget {
  readonly connection: string;
  readonly source: SourceTables;
  readonly kept: Entries;
}

export interface PlannedImport {
  readonly report: ImportReport;
  readonly changes: ReadonlyMap<string, readonly EntryChange[]>;
}

const MOST_TOLD = 200;

interface Planning {
  added: number;
  changed: number;
  unchanged: number;
  readonly told: { item: string; before: string; after: string }[];
  readonly leftOut: string[];
  readonly changes: Map<string, EntryChange[]>;
}

/** `chosen` is the connection for models, and for sources whose name says nothing. */
export function planImport(
  read: ReadProperties,
  targets: readonly ImportTarget[],
  chosen: string | undefined,
): PlannedImport {
  const plan: Planning = {
    added: 0,
    changed: 0,
    unchanged: 0,
    told: [],
    leftOut: [...read.leftOut],
    changes: new Map(),
  };
  for (const source of read.sources) {
    const target = targetOf(source, targets, chosen);
    for (const table of source.tables) {
      const path = `${source.name}.${table.name}`;
      if (target === undefined) plan.leftOut.push(`${path}: no connection is named ${source.name}.`);
      else take(plan, target, table, path, schemasOf(source, target));
    }
  }
  const forModels = targets.find(({ connection }) => connection === chosen);
  for (const model of read.models) {
    if (forModels === undefined) plan.leftOut.push(`${model.name}: choose the connection whose tables the models are.`);
    else take(plan, forModels, model, model.name, undefined);
  }
  const { added, changed, unchanged, told, leftOut, changes } = plan;
  return {
    report: { added, changed, unchanged, changes: told.slice(0, MOST_TOLD), leftOut: leftOut.slice(0, MOST_TOLD) },
    changes,
  };
}

function targetOf(
  source: ReadSource,
  targets: readonly ImportTarget[],
  chosen: string | undefined,
): ImportTarget | undefined {
  const named = (name: string | undefined) =>
    name === undefined ? undefined : targets.find(({ connection }) => connection.toLowerCase() === name.toLowerCase());
  const prefix = targets.find(({ connection }) => source.name.toLowerCase().startsWith(`${connection.toLowerCase()}_`));
  return named(source.connection) ?? named(source.name) ?? prefix ?? named(chosen);
}

/** Schemas that the source may mean; undefined = any. */
function schemasOf({ schema, name }: ReadSource, { source }: ImportTarget): readonly string[] | undefined {
  if (schema !== undefined) return [schema.toLowerCase()];
  const isSchema = source.tables.some((table) => table.schema.toLowerCase() === name.toLowerCase());
  return isSchema ? [name.toLowerCase()] : undefined;
}

function take(
  plan: Planning,
  target: ImportTarget,
  table: ReadTable,
  path: string,
  schemas: readonly string[] | undefined,
): void {
  const found = tablesNamed(table.name, target, schemas);
  const [only] = found;
  if (only === undefined) return void plan.leftOut.push(`${path}: ${target.connection} has no such table.`);
  if (found.length > 1)
    return void plan.leftOut.push(`${path}: more than one table of ${target.connection} has this name.`);
  const kept = target.kept.get(tableKey(only.schema, only.name));
  note(plan, target, only, undefined, table.entry, kept?.own);
  for (const column of table.columns) {
    if (column.entry === undefined) continue;
    const name = columnNamed(only, column.name);
    if (name === undefined) plan.leftOut.push(`${path}.${column.name}: the table has no such column.`);
    else note(plan, target, only, name, column.entry, kept?.columns.get(name));
  }
}

function tablesNamed(name: string, { source }: ImportTarget, schemas: readonly string[] | undefined): StoredTable[] {
  const wanted = source.tables.filter(
    (table) =>
      table.name.toLowerCase() === name.toLowerCase() &&
      (schemas === undefined || schemas.includes(table.schema.toLowerCase())),
  );
  const exact = wanted.filter((table) => table.name === name);
  const inDefault = wanted.filter(({ schema }) => schema === source.defaultSchema);
  if (exact.length === 1) return exact;
  return schemas === undefined && inDefault.length === 1 ? inDefault : wanted;
}

const columnNamed = ({ columns }: StoredTable, name: string): string | undefined =>
  (
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
  )?.name;

function note(
  plan: Planning,
  { connection }: ImportTarget,
  table: StoredTable,
  column: string | undefined,
  entry: Entry | undefined,
  kept: Entry | undefined,
): void {
  if (entry === undefined) return;
  if (sameTexts(entry, kept)) {
    plan.unchanged += 1;
    return;
  }
  if (kept === undefined) plan.added += 1;
  else plan.changed += 1;
  plan.told.push({
    item: [connection, table.schema, table.name, ...(column === undefined ? [] : [column])].join('.'),
    before: kept?.description ?? '',
    after: entry.description,
  });
  const changes = plan.changes.get(connection) ?? [];
  changes.push({ schema: table.schema, table: table.name, column, entry });
  plan.changes.set(connection, changes);
}

const sameTexts = (one: Entry, other: Entry | undefined): boolean =>
  other !== undefined && versionOf({ ...one, writtenBy: 'person' }) === versionOf({ ...other, writtenBy: 'person' });
