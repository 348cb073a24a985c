/**
 * Rows that DuckDB itself read from files and stored results: taken from its profile of the run, because no stream passes through our hands. The
 * profile names no files; a scan is given to a fetch only if exactly one fetch can be meant.
 */
import { readFile } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteLiteral } from '../duckdb.ts';
import type { OpenFetch } from '../fetch/open-fetch.ts';

interface ProfileNode {
  readonly operator_cardinality?: number;
  readonly operator_type?: string;
  readonly extra_info?: Readonly<Record<string, string | readonly string[]>>;
  readonly children?: readonly ProfileNode[];
}

/** Must stand before the instance is locked. */
export async function profileInto(connection: DuckDBConnection, path: string): Promise<void> {
  const wanted = JSON.stringify({ OPERATOR_TYPE: 'true', OPERATOR_CARDINALITY: 'true', EXTRA_INFO: 'true' });
  await connection.run(
    `PRAGMA enable_profiling = 'json'; SET profiling_output = ${quoteLiteral(path)}; SET custom_profiling_settings = ${quoteLiteral(wanted)}`,
  );
}

/** Rows by fetch, for those `relation` fetches whose scans can be told apart. */
export async function scannedRows(
  path: string,
  fetches: readonly OpenFetch[],
): Promise<ReadonlyMap<OpenFetch, number>> {
  const candidates = fetches.filter(({ stream }) => stream.kind === 'relation');
  const rows = new Map<OpenFetch, number>();
  const ambiguous = new Set<OpenFetch>();
  const profile = await readProfile(path);
  for (const scan of profile === undefined ? [] : scansOf(profile)) {
    const columns = [scan.extra_info?.Projections ?? []].flat();
    const meant = candidates.filter(
      ({ stream }) =>
        columns.length > 0 && columns.every((name) => stream.columns.some((column) => column.name === name)),
    );
    const [only] = meant;
    if (meant.length === 1 && only !== undefined)
      rows.set(only, (rows.get(only) ?? 0) + (scan.operator_cardinality ?? 0));
    else for (const fetch of meant) ambiguous.add(fetch);
  }
  for (const fetch of ambiguous) rows.delete(fetch);
  return rows;
}

/** Undefined if there is none: a statement that Parquet's own statistics answer (`min`, `count`) reads no rows, and DuckDB writes no profile of it. */
async function readProfile(path: string): Promise<ProfileNode | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProfileNode;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

function* scansOf(node: ProfileNode): Generator<ProfileNode> {
  const isStream = [node.extra_info?.Projections ?? []].flat().some((name) => /^s\d+c\d+$/.test(name));
  if (node.operator_type === 'TABLE_SCAN' && !isStream) yield node;
  for (const child of node.children ?? []) yield* scansOf(child);
}
