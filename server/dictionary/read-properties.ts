/** dbt properties (`version: 2`) as entries: of Joinery's own files, and of those that dbt projects have. What stands there beyond texts is passed over. */
import { z } from 'zod';
import { type Entry, entryOf } from './entries.ts';

export interface ReadTable {
  readonly name: string;
  readonly entry: Entry | undefined;
  readonly columns: readonly { readonly name: string; readonly entry: Entry | undefined }[];
}

export interface ReadSource {
  readonly name: string;
  /** What Joinery's own files say. */
  readonly connection: string | undefined;
  readonly schema: string | undefined;
  readonly tables: readonly ReadTable[];
}

export interface ReadProperties {
  readonly sources: readonly ReadSource[];
  /** dbt's models, seeds and snapshots: tables without a source. */
  readonly models: readonly ReadTable[];
  readonly leftOut: readonly string[];
}

const writers = new Set<Entry['writtenBy']>(['person', 'names', 'model', 'import']);
const MOST_DESCRIPTION = 4_000;

const text = z.coerce.string();
const mapping = z.record(z.string(), z.unknown());
const columnSchema = z.looseObject({ name: text });
const tableSchema = z.looseObject({ name: text, columns: z.array(columnSchema).nullish() });
const sourceSchema = z.looseObject({
  name: text,
  schema: text.nullish(),
  tables: z.array(tableSchema).nullish(),
});
const fileSchema = z.looseObject({
  sources: z.array(sourceSchema).nullish(),
  models: z.array(tableSchema).nullish(),
  seeds: z.array(tableSchema).nullish(),
  snapshots: z.array(tableSchema).nullish(),
});

/** Throws a ZodError where it is no properties file. `writtenBy` is whom texts count as that do not say. */
export function readProperties(parsed: unknown, writtenBy: Entry['writtenBy']): ReadProperties {
  const file = fileSchema.parse(parsed ?? {});
  const leftOut: string[] = [];
  const item = (node: Record<string, unknown>, path: string): Entry | undefined => {
    const { joinery, meta } = metaOf(node);
    const description = stringOf(node.description);
    if (/\{\{.*\}\}/s.test(description)) {
      leftOut.push(`${path}: its text is made by dbt (${description.trim().slice(0, 60)}).`);
      return undefined;
    }
    const said = stringOf(joinery.written_by);
    const writer = [...writers].find((one) => one === said) ?? writtenBy;
    const texts = {
      description: description.slice(0, MOST_DESCRIPTION),
      title: stringOf(joinery.title).slice(0, 200),
      unit: stringOf(joinery.unit ?? meta.unit).slice(0, 60),
    };
    return entryOf(texts, writer);
  };
  const table = (node: z.infer<typeof tableSchema>, path: string): ReadTable => ({
    name: node.name,
    entry: item(node, `${path}${node.name}`),
    columns: (node.columns ?? []).map((column) => ({
      name: column.name,
      entry: item(column, `${path}${node.name}.${column.name}`),
    })),
  });
  const sources = (file.sources ?? []).map((source) => {
    const connection = stringOf(metaOf(source).joinery.connection);
    return {
      name: source.name,
      connection: connection === '' ? undefined : connection,
      schema: source.schema ?? undefined,
      tables: (source.tables ?? []).map((one) => table(one, `${source.name}.`)),
    };
  });
  const models = [file.models, file.seeds, file.snapshots].flatMap((some) => some ?? []).map((one) => table(one, ''));
  return { sources, models, leftOut };
}

type Mapping = z.infer<typeof mapping>;
const mappingOf = (value: unknown): Mapping => mapping.safeParse(value).data ?? {};
const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** dbt keeps `meta` beside the name, and since 1.10 under `config`. */
function metaOf(node: Mapping): { readonly meta: Mapping; readonly joinery: Mapping } {
  const meta = { ...mappingOf(node.meta), ...mappingOf(mappingOf(node.config).meta) };
  return { meta, joinery: mappingOf(meta.joinery) };
}
