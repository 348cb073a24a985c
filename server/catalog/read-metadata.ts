/**
 * Reading a metadata file. The items of `tables:` are taken apart by their indentation and read one by one, so that
 * - items not touched since Joinery wrote them come from the fast copy (by hash) and are not parsed at all,
 * - the server goes on answering meanwhile, and
 * - a slip of the pen in one item costs that item, not the file.
 */
import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { StoredCatalog, StoredTable } from './stored-catalog.ts';

const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
const columnSchema = z.object({
  name: z.string(),
  type: z.string(),
  sourceType: z.string(),
  nullable: z.boolean().default(true),
  collation: z.enum(['binary', 'other']).optional(),
  missing: z.boolean().optional(),
  description: optionalText,
  comment: optionalText,
});
const tableSchema = z.object({
  schema: z.string(),
  name: z.string(),
  kind: z.enum(['table', 'view']),
  missing: z.boolean().optional(),
  description: optionalText,
  comment: optionalText,
  rowEstimate: z.number().optional(),
  sizeBytes: z.number().optional(),
  primaryKey: z.array(z.string()).default([]),
  uniqueKeys: z.array(z.array(z.string())).default([]),
  foreignKeys: z
    .array(
      z.object({
        columns: z.array(z.string()),
        targetSchema: z.string(),
        targetTable: z.string(),
        targetColumns: z.array(z.string()),
      }),
    )
    .default([]),
  columns: z.array(columnSchema),
});
const headSchema = z.object({
  connection: z.string(),
  server: z.string(),
  defaultSchema: z.string(),
  introspectedAt: z.iso.datetime(),
});

/** One item of `tables:` as it stands in the file. */
export interface MetadataItem {
  readonly text: string;
  readonly hash: string;
  readonly table: StoredTable;
}

export interface ReadMetadata {
  readonly catalog: StoredCatalog;
  readonly items: readonly MetadataItem[];
  /** Items that could not be read, each with its line. */
  readonly problems: readonly string[];
  /** Items that were not in the fast copy. */
  readonly parsedCount: number;
}

export const itemHash = (text: string): string => hash('sha1', text, 'base64');

/** How long parsing may keep the process busy before others get their turn. */
const SLICE_MS = 15;

/** Throws (any error) if the file as a whole is not a metadata file. */
export async function readMetadata(text: string, fastCopy: ReadonlyMap<string, StoredTable>): Promise<ReadMetadata> {
  const { head, items: chunks } = splitItems(text);
  const { connection, server, ...rest } = headSchema.parse(parse(head));
  const items: MetadataItem[] = [];
  const problems: string[] = [];
  let parsedCount = 0;
  let sliceStart = performance.now();
  for (const chunk of chunks) {
    const key = itemHash(chunk.text);
    let table = fastCopy.get(key);
    if (table === undefined) {
      parsedCount++;
      try {
        table = parseItem(chunk.text);
      } catch (cause) {
        const reason =
          cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll('\n', ' ') : String(cause).split('\n', 1)[0];
        problems.push(`the table at line ${chunk.line} cannot be read: ${reason}`);
        continue;
      }
      if (performance.now() - sliceStart > SLICE_MS) {
        await setImmediate();
        sliceStart = performance.now();
      }
    }
    items.push({ text: chunk.text, hash: key, table });
  }
  const catalog = { connection, serverLabel: server, ...rest, tables: items.map(({ table }) => table) };
  return { catalog, items, problems, parsedCount };
}

function parseItem(text: string): StoredTable {
  const [found, ...others] = z.array(z.unknown()).parse(parse(text));
  if (others.length > 0) throw new Error('more than one item');
  const { missing, columns, ...table } = tableSchema.parse(found);
  return {
    ...compact(table),
    ...(missing ? { isMissing: true } : {}),
    columns: columns.map(({ missing: isMissing, ...column }) => ({
      ...compact(column),
      ...(isMissing ? { isMissing } : {}),
    })),
  };
}

/** Without the keys whose value is undefined, so that what is read equals what was written. */
function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

interface Chunk {
  readonly text: string;
  /** 1-based line of the file. */
  readonly line: number;
}

/** The file without its tables, and each table's lines. Items are the lines from one `- ` of the first item's indentation to the next. */
function splitItems(text: string): { head: string; items: Chunk[] } {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^tables:\s*(?:#.*)?$/.test(line));
  if (start < 0) throw new Error('there is no list of tables');
  const first = lines.slice(start + 1).find((line) => !/^\s*(?:#.*)?$/.test(line));
  const indent = /^( *)- /.exec(first ?? '')?.[1]?.length;
  if (indent === undefined) {
    if (first === undefined) return { head: text, items: [] };
    if (/^\S/.test(first)) return { head: text, items: [] };
    throw new Error('`tables:` is not a list');
  }
  const mark = `${' '.repeat(indent)}- `;
  const items: Chunk[] = [];
  let from = -1;
  let end = lines.length;
  const flush = (to: number): void => {
    if (from >= 0) items.push({ text: `${lines.slice(from, to).join('\n').trimEnd()}\n`, line: from + 1 });
  };
  for (let index = start + 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.startsWith(mark)) {
      flush(index);
      from = index;
    } else if (/^[^\s#-]/.test(line)) {
      end = index;
      break;
    }
  }
  flush(end);
  return { head: [...lines.slice(0, start), ...lines.slice(end)].join('\n'), items };
}
