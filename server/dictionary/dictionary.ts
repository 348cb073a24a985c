/** The dictionary over all connections. See DictionaryService in server/workbench.ts for what it promises. */

import { parseDocument } from 'yaml';
import type {
  DictionaryChange,
  DictionaryFormat,
  DictionaryImport,
  DictionaryItem,
  DictionaryTable,
  ImportReport,
  TableProposals,
} from '../../lib/contract/dictionary.ts';
import type { TableReference } from '../../lib/contract/suggestion.ts';
import type { LiveCatalog, SourceTables } from '../catalog/catalog.ts';
import { type StoredTable, tableKey } from '../catalog/stored-catalog.ts';
import { JoineryError } from '../errors.ts';
import type { DictionaryService } from '../workbench.ts';
import { columnText, type FactsOf, tableText } from './compose.ts';
import { type Entry, type EntryChange, entryOf, versionOf } from './entries.ts';
import { dictionaryMarkdown, dictionaryYaml } from './export-dictionary.ts';
import { planImport } from './import-dbt.ts';
import { type Known, tableOf } from './items.ts';
import { readProperties } from './read-properties.ts';
import { coverageOf, isShown, RowCache } from './rows.ts';
import type { DictionaryStore } from './store.ts';

export interface DictionaryParts {
  readonly catalog: Pick<LiveCatalog, 'connections' | 'sourceTables' | 'describeAnew'>;
  readonly store: DictionaryStore;
  /** Figures of a sample that was read before; nothing is asked of a source. */
  readonly factsOf: (connection: string, table: StoredTable) => Promise<FactsOf>;
}

export function createDictionary({ catalog, store, factsOf }: DictionaryParts): DictionaryService {
  const cache = new RowCache();

  const knownOf = async (connection: string, source: SourceTables): Promise<Known> => ({
    connection,
    kept: await store.entries(connection, 'kept'),
    proposed: await store.entries(connection, 'proposed'),
    sqlName: source.sqlName,
  });

  const find = async ({ connection, schema, table }: TableReference) => {
    const source = await catalog.sourceTables(connection);
    const found = source.tables.find((one) => one.schema === schema && one.name === table);
    if (found === undefined)
      throw new JoineryError('unknown_table', `${connection} has no table ${schema}.${table} any more.`, {
        connection,
      });
    return { source, found };
  };

  const tableNow = async (reference: TableReference): Promise<DictionaryTable> => {
    const { source, found } = await find(reference);
    return tableOf(found, await knownOf(reference.connection, source));
  };

  /** Tables of the connections asked for; what cannot be read is told. */
  const readable = async (connections: readonly string[] | undefined) => {
    const all = catalog.connections().connections.filter(({ id }) => connections?.includes(id) ?? true);
    const problems: string[] = [];
    const sources = await Promise.all(
      all.map(async ({ id, introspectedAt }) => {
        // A source that was never read would be waited for.
        if (introspectedAt === undefined) {
          problems.push(`The tables of ${id} are not read yet.`);
          return undefined;
        }
        try {
          return { id, source: await catalog.sourceTables(id) };
        } catch (thrown) {
          problems.push(`${id}: ${thrown instanceof JoineryError ? thrown.message : 'its tables could not be read'}`);
          return undefined;
        }
      }),
    );
    return { sources: sources.filter((one) => one !== undefined), problems };
  };

  const updateKept = async (connection: string, changes: Parameters<DictionaryStore['update']>[2]): Promise<void> => {
    await store.update(connection, 'kept', changes);
    await catalog.describeAnew(connection);
  };

  const propose = async (reference: TableReference): Promise<DictionaryTable> => {
    const { source, found } = await find(reference);
    const now = tableOf(found, await knownOf(reference.connection, source));
    const facts = await factsOf(reference.connection, found);
    const changes: EntryChange[] = [];
    const add = (item: DictionaryItem, column: string | undefined, texts: () => Entry | undefined): void => {
      if (item.from !== 'none' || item.proposal?.by === 'model') return;
      changes.push({ schema: found.schema, table: found.name, column, entry: texts() });
    };
    add(now, undefined, () => entryOf(tableText(found), 'names'));
    for (const [index, column] of found.columns.entries()) {
      const item = now.columns[index];
      if (item !== undefined)
        add(item, column.name, () => entryOf(columnText(found, column, facts(column.name)), 'names'));
    }
    await store.update(reference.connection, 'proposed', () => changes);
    return tableNow(reference);
  };

  return {
    async list({ q, connection, show, offset, limit }, connections) {
      const wanted =
        connection === undefined ? connections : (connections?.filter((one) => one === connection) ?? [connection]);
      const { sources, problems } = await readable(wanted);
      const rows = (
        await Promise.all(
          sources.map(async ({ id, source }) => {
            const [kept, proposed] = await Promise.all([store.entries(id, 'kept'), store.entries(id, 'proposed')]);
            problems.push(...store.problems(id));
            return cache.rows(id, source, kept, proposed);
          }),
        )
      ).flat();
      const words = q
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== '');
      const shown = rows.filter((row) => isShown(row, show, words));
      return {
        rows: shown.slice(offset, offset + limit).map(({ row }) => row),
        total: shown.length,
        coverage: coverageOf(rows),
        problems,
      };
    },

    table: tableNow,

    async save({ table, column, texts, version, confirms }: DictionaryChange) {
      const { source, found } = await find(table);
      const { columns, ...own } = tableOf(found, await knownOf(table.connection, source));
      const item = column === undefined ? own : columns.find(({ name }) => name === column);
      if (item === undefined)
        throw new JoineryError('unknown_column', `${own.sqlName} has no column ${column} any more.`, {
          connection: table.connection,
        });
      const writtenBy = confirms === undefined ? 'person' : confirms;
      const written = entryOf(texts, writtenBy);
      const saysNothingNew =
        written !== undefined &&
        written.description === item.comment &&
        written.title === undefined &&
        written.unit === undefined;
      const entry = saysNothingNew ? undefined : written;
      const change = { schema: found.schema, table: found.name, column };
      await updateKept(table.connection, (entries) => {
        const kept = entries.get(tableKey(found.schema, found.name));
        const before = column === undefined ? kept?.own : kept?.columns.get(column);
        if (versionOf(before) !== version) throw changedMeanwhile(column ?? own.sqlName, before);
        return versionOf(before) === versionOf(entry) ? [] : [{ ...change, entry }];
      });
      // A title or unit alone leaves the proposed description waiting.
      const isAnswered = confirms !== undefined || texts.description.trim() !== '';
      if (item.proposal !== undefined && isAnswered)
        await store.update(table.connection, 'proposed', () => [{ ...change, entry: undefined }]);
      return tableNow(table);
    },

    async propose(tables) {
      const proposed: DictionaryTable[] = [];
      for (const table of tables) proposed.push(await propose(table));
      return proposed;
    },

    async keepProposals({ table, by, texts, columns }: TableProposals) {
      const { source, found } = await find(table);
      const now = tableOf(found, await knownOf(table.connection, source));
      const changes: EntryChange[] = [];
      const change = { schema: found.schema, table: found.name };
      if (texts !== undefined && now.from === 'none')
        changes.push({ ...change, column: undefined, entry: entryOf(texts, by) });
      for (const { name, ...said } of columns) {
        const column = now.columns.find((one) => one.name === name);
        if (column?.from === 'none') changes.push({ ...change, column: name, entry: entryOf(said, by) });
      }
      const filled = changes.filter(({ entry }) => entry !== undefined);
      await store.update(table.connection, 'proposed', () => filled);
      return tableNow(table);
    },

    async confirmAll(table) {
      const { source, found } = await find(table);
      const now = tableOf(found, await knownOf(table.connection, source));
      const items = [
        { item: now as DictionaryItem, column: undefined },
        ...now.columns.map((item) => ({ item, column: item.name })),
      ];
      const changes = items.flatMap(({ item, column }): EntryChange[] => {
        if (item.proposal === undefined) return [];
        const { by, ...texts } = item.proposal;
        return [{ schema: found.schema, table: found.name, column, entry: entryOf(texts, by) }];
      });
      await updateKept(table.connection, (entries) => {
        const kept = entries.get(tableKey(found.schema, found.name));
        // What somebody wrote meanwhile goes before a proposal; a title or unit alone stays beside it.
        return changes.flatMap((change): EntryChange[] => {
          const { column, entry } = change;
          const before = column === undefined ? kept?.own : kept?.columns.get(column);
          if (before === undefined) return [change];
          if (before.description !== '' || entry === undefined) return [];
          return [
            { ...change, entry: { ...entry, ...before, description: entry.description, writtenBy: entry.writtenBy } },
          ];
        });
      });
      await store.update(table.connection, 'proposed', () =>
        changes.map((change) => ({ ...change, entry: undefined })),
      );
      return tableNow(table);
    },

    async dismiss(table, column) {
      const { found } = await find(table);
      await store.update(table.connection, 'proposed', (entries) => {
        const proposed = entries.get(tableKey(found.schema, found.name));
        const all = [...(proposed?.own === undefined ? [] : [undefined]), ...(proposed?.columns.keys() ?? [])];
        const dropped = column === undefined ? all : column === '' ? [undefined] : [column];
        return dropped.map((name) => ({ schema: found.schema, table: found.name, column: name, entry: undefined }));
      });
      return tableNow(table);
    },

    async importDbt({ text, connection, isApplied }: DictionaryImport, connections): Promise<ImportReport> {
      const read = readText(text);
      const { sources } = await readable(connections);
      const targets = await Promise.all(
        sources.map(async ({ id, source }) => ({ connection: id, source, kept: await store.entries(id, 'kept') })),
      );
      const { report, changes } = planImport(read, targets, connection);
      if (isApplied) for (const [id, some] of changes) await updateKept(id, () => some);
      return report;
    },

    async exportAs(format: DictionaryFormat, connections) {
      const { sources } = await readable(connections);
      const all = await Promise.all(
        sources.map(async ({ id, source }) => {
          const known = await knownOf(id, source);
          return {
            connection: id,
            defaultSchema: source.defaultSchema,
            tables: source.tables.map((table) => tableOf(table, known)),
          };
        }),
      );
      return format === 'dbt'
        ? { fileName: 'dictionary.yml', text: dictionaryYaml(all) }
        : { fileName: 'dictionary.md', text: dictionaryMarkdown(all) };
    },

    async notesOf(connection, schema, table) {
      const entries = await store.entries(connection, 'kept').catch(() => undefined);
      return entries?.get(tableKey(schema, table))?.columns ?? new Map();
    },
  };
}

function readText(text: string) {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined)
    throw new JoineryError('bad_request', `The file is not YAML: ${error.message.split('\n')[0]}`, { cause: error });
  try {
    return readProperties(document.toJS(), 'import');
  } catch (cause) {
    throw new JoineryError('bad_request', 'The file is no dbt properties file.', {
      hint: 'Expected `version: 2` with `sources:` or `models:`, each with `name:`.',
      cause,
    });
  }
}

function changedMeanwhile(what: string, before: Entry | undefined): JoineryError {
  return new JoineryError('conflict', `${what} was described by someone else meanwhile; nothing was overwritten.`, {
    hint:
      before === undefined
        ? 'Its text was taken away. Read it again.'
        : `It now says: ${before.description.slice(0, 300)}`,
  });
}
