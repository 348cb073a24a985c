/** Errors of the executing DuckDB: its words about staged streams are turned into the source's table and column. */
import { NOT_FETCHED_MARK, REFUSED_VALUE_MARK } from '../../connectors/connector.ts';
import { JoineryError } from '../../errors.ts';
import type { OpenFetch } from '../fetch/open-fetch.ts';
import { fromDuckDBError } from '../parse/duckdb-error.ts';
import { relationColumns } from '../plan/scan.ts';

/** How a run is made that cannot trust all that was known before. */
export interface Caution {
  /** All columns of all relations are fetched, no filters go to sources. */
  readonly everything?: true;
  /** No rows are packed: all that can stream streams. */
  readonly unpacked?: true;
}

/** What the run relied on turned out wrong: it is made again with `caution`. Never leaves the engine. */
export class RunAgain extends Error {
  readonly caution: Caution;

  constructor(caution: Caution, message: string) {
    super(message);
    this.caution = caution;
  }
}

export function translateExecutionError(thrown: unknown, fetches: readonly OpenFetch[]): Error {
  if (thrown instanceof JoineryError || thrown instanceof RunAgain) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (message.includes(NOT_FETCHED_MARK)) return new RunAgain({ everything: true }, message);
  const refused = message.indexOf(REFUSED_VALUE_MARK);
  if (refused >= 0) return refusedValue(message.slice(refused + REFUSED_VALUE_MARK.length), fetches, thrown);
  const isFileError = /CSV Error|JSON transform error|Malformed JSON/i.test(message);
  const staged = isFileError ? /\b(s\d+)c(\d+)\b/.exec(message) : null;
  const fetch =
    staged === null
      ? fetches.find(
          ({ stream }) =>
            isFileError && stream.kind === 'relation' && stream.paths.some((path) => message.includes(path)),
        )
      : fetches.find(({ plan }) => plan.needs.scan === staged[1]);
  if (fetch === undefined) return damagedFile(message, fetches, thrown) ?? fromDuckDBError(thrown, undefined);
  if (staged === null) {
    return new JoineryError(
      'source_value',
      `A record of ${fetch.plan.relationName} does not have the form that its columns need.`,
      {
        connection: fetch.plan.connection,
        hint: 'Look for a damaged line in the file, or declare the column as text.',
        cause: thrown,
      },
    );
  }
  const column = relationColumns(fetch.plan.needs.relation)[Number(staged[2])];
  return new JoineryError(
    'source_value',
    `A value of ${fetch.plan.relationName}.${column?.name ?? '?'} does not fit ${column?.type ?? 'its type'}.`,
    {
      connection: fetch.plan.connection,
      hint: `The source calls the column ${column?.sourceType ?? 'something else'}. Refresh the metadata, or read it as text with native().`,
      cause: thrown,
    },
  );
}

/** A file that cannot be read to its end: named by its path, or, a database, by being the only one. */
function damagedFile(message: string, fetches: readonly OpenFetch[], cause: unknown): JoineryError | undefined {
  if (
    !/corrupt|checksum|failed to read file|could not read|IO Error|invalid parquet|snappy|zstd|decompress/i.test(
      message,
    )
  )
    return undefined;
  const files = fetches.flatMap(({ plan, stream }) => (stream.kind === 'relation' ? [{ plan, stream }] : []));
  const named = files.filter(({ stream }) => stream.paths.some((path) => message.includes(path)));
  const databases = files.filter(({ stream }) => stream.attach !== undefined);
  const [found] = named.length > 0 ? named : databases;
  if (found === undefined || (named.length === 0 && new Set(databases.map(({ plan }) => plan.connection)).size > 1))
    return undefined;
  return new JoineryError(
    'source_failed',
    `The file of ${found.plan.relationName} is damaged, or was changed while it was read.`,
    {
      connection: found.plan.connection,
      hint: 'Look whether its program can still read it, and write it anew.',
      cause,
    },
  );
}

/** A staged expression found a value that its type cannot hold exactly. Its text is in the expression, which tells whose it is. */
function refusedValue(text: string, fetches: readonly OpenFetch[], cause: unknown): JoineryError {
  const said = /^[^"\n]*/.exec(text)?.[0].trim() ?? text;
  const beginning = `${REFUSED_VALUE_MARK}${said}`.slice(0, 80).replaceAll("'", "''");
  const meant = fetches.filter(({ stream }) =>
    stream.columns.some((column) => column.expression?.includes(beginning) === true),
  );
  const connections = new Set((meant.length > 0 ? meant : fetches).map(({ plan }) => plan.connection));
  return new JoineryError('source_value', said, {
    connection: connections.size === 1 ? [...connections][0] : undefined,
    cause,
  });
}
