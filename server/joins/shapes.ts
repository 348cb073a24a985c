/** Columns of a document's inputs: from the catalog, the description of native statements, and stored results. */
import type { InputSource, JoinDocument } from '../../lib/contract/join.ts';
import type { StatementParameter } from '../../lib/contract/parameter.ts';
import { type Explanation, FEDERATED, type ResultColumn } from '../../lib/contract/run.ts';
import { sourceSql } from '../../lib/join/input-sql.ts';
import type { ColumnsOf, InputShape } from '../../lib/join/shape.ts';
import type { EngineRequest } from '../engine/engine.ts';
import { JoineryError } from '../errors.ts';
import type { CatalogService } from '../workbench.ts';

export interface ShapeReader {
  readonly catalog: Pick<CatalogService, 'columns'>;
  /** Describes a statement without reading rows. */
  readonly explain: (
    request: Pick<EngineRequest, 'text' | 'target' | 'pushdown' | 'rowLimit' | 'parameters'>,
    signal: AbortSignal,
  ) => Promise<Explanation>;
  /** Throws if there is no such stored result. */
  readonly storedResult: (
    runId: string,
  ) => Promise<{ readonly columns: readonly ResultColumn[]; readonly rows: number }>;
}

/** A shape with what the source says about the number of rows and keys. */
export interface SourceShape extends InputShape {
  readonly rows?: { readonly value: number; readonly isExact: boolean } | undefined;
  /** Columns that are a key of their own. */
  readonly uniqueColumns: ReadonlySet<string>;
  /** Columns that an index very likely begins with: of a primary, unique or foreign key. */
  readonly indexedColumns: ReadonlySet<string>;
  /** Columns that are declared never to be NULL. */
  readonly filledColumns: ReadonlySet<string>;
}

export interface Shapes {
  readonly columnsOf: ColumnsOf;
  readonly sourceOf: (source: InputSource) => SourceShape | undefined;
}

/** Reads the shape of every source of the document, nested joins included. Throws the error of the first that has none, naming the input. */
export async function readShapes(document: JoinDocument, reader: ShapeReader, signal: AbortSignal): Promise<Shapes> {
  const shapes = new Map<string, SourceShape>();
  const read = async (inner: JoinDocument): Promise<void> => {
    const parameters = inner.parameters ?? document.parameters ?? [];
    await Promise.all(
      inner.inputs.map(async ({ alias, source }) => {
        if (source.kind === 'join') return read(source.join);
        try {
          shapes.set(keyOf(source), await readShape(source, reader, parameters, signal));
        } catch (thrown) {
          throw inInput(thrown, alias);
        }
      }),
    );
  };
  await read(document);
  const sourceOf = (source: InputSource): SourceShape | undefined => shapes.get(keyOf(source));
  return { columnsOf: sourceOf, sourceOf };
}

const keyOf = (source: InputSource): string =>
  source.kind === 'table'
    ? JSON.stringify(['table', source.connection, source.schema, source.table])
    : JSON.stringify(source);

async function readShape(
  source: Exclude<InputSource, { kind: 'join' }>,
  { catalog, explain, storedResult }: ShapeReader,
  parameters: readonly StatementParameter[],
  signal: AbortSignal,
): Promise<SourceShape> {
  if (source.kind === 'table') {
    const { table, columns } = await catalog.columns(source.connection, source.schema, source.table);
    const keys = columns.filter(({ isPrimaryKey }) => isPrimaryKey);
    const unique = columns.filter((column) => column.isUnique || (column.isPrimaryKey && keys.length === 1));
    const indexed = columns.filter(
      (column) => column.isUnique || column.isPrimaryKey || column.references !== undefined,
    );
    return {
      columns,
      sqlName: table.sqlName,
      rows: table.rowEstimate === undefined ? undefined : { value: table.rowEstimate, isExact: false },
      uniqueColumns: namesOf(unique),
      indexedColumns: namesOf(indexed),
      filledColumns: namesOf(columns.filter(({ nullable }) => !nullable)),
    };
  }
  const nothing = {
    uniqueColumns: new Set<string>(),
    indexedColumns: new Set<string>(),
    filledColumns: new Set<string>(),
  };
  if (source.kind === 'result') {
    const { columns, rows } = await storedResult(source.runId);
    return { ...nothing, columns, rows: { value: rows, isExact: true } };
  }
  const text = `SELECT * FROM ${sourceSql({ source }, { columnsOf: () => undefined })}`;
  const request = { text, target: FEDERATED, pushdown: 'safe' as const, rowLimit: null, parameters };
  const { columns, fetches } = await explain(request, signal);
  const estimate = fetches[0]?.estimatedRows;
  return { ...nothing, columns, rows: estimate === undefined ? undefined : { value: estimate, isExact: false } };
}

const namesOf = (columns: readonly { readonly name: string }[]): ReadonlySet<string> =>
  new Set(columns.map(({ name }) => name));

/** The error of an input says which one it is. */
function inInput(thrown: unknown, alias: string): unknown {
  if (!(thrown instanceof JoineryError) || thrown.class === 'internal') return thrown;
  return new JoineryError(thrown.code, `Input ${alias}: ${thrown.message}`, {
    hint: thrown.hint,
    connection: thrown.connection,
    cause: thrown,
  });
}
