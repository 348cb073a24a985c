/** The text of one connection's file. Only what changes is written anew, so that remarks, order and what other tools keep there stay. */
import { type Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { tableKey } from '../catalog/stored-catalog.ts';
import type { Entries, Entry, EntryChange, TableEntries } from './entries.ts';
import { readProperties } from './read-properties.ts';

export interface FileHead {
  readonly connection: string;
  /** A remark at the top of a new file. */
  readonly remark: string;
}

export class PropertiesFile {
  readonly #head: FileHead;
  readonly #document: Document;

  /** Throws if the text is no properties file. */
  constructor(text: string, head: FileHead) {
    this.#head = head;
    this.#document = parseDocument(text === '' ? 'version: 2\nsources: []\n' : text);
    const [error] = this.#document.errors;
    if (error !== undefined) throw error;
    if (text === '') this.#document.commentBefore = head.remark;
    if (!isMap(this.#document.contents)) throw new Error('expected a map with version and sources');
  }

  entries(): Entries {
    const entries = new Map<string, TableEntries>();
    for (const { name, schema = name, tables } of readProperties(this.#document.toJS(), 'person').sources) {
      for (const table of tables) {
        const columns = new Map<string, Entry>();
        for (const column of table.columns) if (column.entry !== undefined) columns.set(column.name, column.entry);
        entries.set(tableKey(schema, table.name), { schema, name: table.name, own: table.entry, columns });
      }
    }
    return entries;
  }

  apply({ schema, table, column, entry }: EntryChange): void {
    const sources = seqOf(this.#document, this.#root, 'sources');
    const source = named(sources, (one) => String(one.get('schema') ?? one.get('name')) === schema) ?? undefined;
    if (source === undefined && entry === undefined) return;
    const known = source ?? this.#add(sources, this.#newSource(schema));
    const tables = seqOf(this.#document, known, 'tables');
    const item = byName(tables, table) ?? this.#add(tables, { name: table });
    const columns = column === undefined ? undefined : seqOf(this.#document, item, 'columns');
    const target =
      columns === undefined || column === undefined
        ? item
        : (byName(columns, column) ?? this.#add(columns, { name: column }));
    this.#write(target, entry);
    if (columns !== undefined) {
      drop(columns, target);
      if (columns.items.length === 0) item.delete('columns');
    }
    drop(tables, item);
    if (tables.items.length === 0) sources.delete(sources.items.indexOf(known));
  }

  toString(): string {
    return this.#document.toString({ lineWidth: 120 });
  }

  get #root(): YAMLMap {
    const { contents } = this.#document;
    if (!isMap(contents)) throw new Error('the file has no map');
    return contents;
  }

  #newSource(schema: string): Record<string, unknown> {
    const { connection } = this.#head;
    return {
      name: schema === '' || schema === connection ? connection : `${connection}_${schema}`,
      schema,
      config: { meta: { joinery: { connection } } },
      tables: [],
    };
  }

  /** In the place that its name has among the others, so that files of two people differ little. */
  #add(list: YAMLSeq, value: Record<string, unknown>): YAMLMap {
    const node = this.#document.createNode(value) as YAMLMap;
    const name = String(value.name);
    const before = list.items.findIndex((item) => isMap(item) && String(item.get('name')) > name);
    list.items.splice(before === -1 ? list.items.length : before, 0, node);
    list.flow = false;
    return node;
  }

  #write(target: YAMLMap, entry: Entry | undefined): void {
    const { description = '', title, unit, writtenBy } = entry ?? {};
    if (description === '') target.delete('description');
    else if (target.has('description')) target.set('description', description);
    else target.items.splice(1, 0, this.#document.createPair('description', description));
    const own = {
      ...(title === undefined ? {} : { title }),
      ...(unit === undefined ? {} : { unit }),
      ...(writtenBy === undefined || writtenBy === 'person' ? {} : { written_by: writtenBy }),
    };
    const path = ['config', 'meta', 'joinery'];
    // Older dbt files keep `meta` beside the name; Joinery's part of it moves.
    for (const place of [['meta', 'joinery'], path]) if (target.hasIn(place)) target.deleteIn(place);
    if (Object.keys(own).length > 0) target.setIn(path, this.#document.createNode(own));
    for (const parent of [['config', 'meta'], ['config'], ['meta']]) {
      const node = target.getIn(parent);
      if (isMap(node) && node.items.length === 0) target.deleteIn(parent);
    }
  }
}

/** Nothing but a name is nothing. */
function drop(list: YAMLSeq, item: YAMLMap): void {
  if (item.items.length === 1) list.delete(list.items.indexOf(item));
}

function seqOf(document: Document, map: YAMLMap, key: string): YAMLSeq {
  const found = map.get(key, true);
  if (isSeq(found)) return found;
  const made = document.createNode([]) as YAMLSeq;
  map.set(key, made);
  return made;
}

const named = (list: YAMLSeq, isWanted: (item: YAMLMap) => boolean): YAMLMap | undefined =>
  list.items.filter(isMap).find(isWanted);
const byName = (list: YAMLSeq, name: string): YAMLMap | undefined =>
  named(list, (item) => String(item.get('name')) === name);
