/**
 * The whitelists by themselves: every filter that a dialect calls exact must keep exactly DuckDB's rows, also negated, and one that it calls a superset
 * at least those. Goes to the connectors directly, so that thousands are checked in the time of a few statements.
 */
import type { Session } from '../../server/connectors/connector.ts';
import type { Predicate } from '../../server/connectors/predicate.ts';
import type { Choices } from './choices.ts';
import type { AcceptedAtom } from './coverage.ts';
import { quoted } from './generate/context.ts';
import type { Harness } from './harness.ts';
import type { PlacedTable } from './schema.ts';
import { atomSql } from './tour.ts';
import { KEY_COLUMN } from './world.ts';

export interface AtomReport {
  checked: number;
  readonly failures: string[];
}

const never = new AbortController().signal;

/** Checks up to `perTable` atoms of each table, chosen by `choices`. */
export async function checkAtoms(
  harness: Harness,
  choices: Choices,
  atoms: readonly AcceptedAtom[],
  perTable: number,
  report: AtomReport,
): Promise<void> {
  const byTable = Map.groupBy(atoms, ({ placed }) => placed);
  const sessions = new Map<string, Session>();
  try {
    for (const [placed, all] of byTable) {
      const chosen = all.length <= perTable ? all : choices.shuffled(all).slice(0, perTable);
      const connector = harness.connector(placed.source);
      const session = sessions.get(placed.source) ?? (await connector.openSession({ runId: 'atoms', signal: never }));
      sessions.set(placed.source, session);
      await checkTable(harness, session, placed, chosen, report);
    }
  } finally {
    for (const session of sessions.values()) await session.close();
  }
}

async function checkTable(
  harness: Harness,
  session: Session,
  placed: PlacedTable,
  atoms: readonly AcceptedAtom[],
  report: AtomReport,
): Promise<void> {
  const truth = await truthOf(harness, placed, atoms);
  for (const [index, { atom, verdict }] of atoms.entries()) {
    const keptIf = (wanted: boolean): string[] =>
      truth.filter(({ values }) => values[index] === wanted).map(({ id }) => id);
    const checks: readonly (readonly [Predicate, string[]])[] = [
      [atom, keptIf(true)],
      ...(verdict === 'exact' ? [[{ kind: 'not', not: atom }, keptIf(false)] as const] : []),
    ];
    // A negated filter on a date keeps rows with zero dates, whose fetch is then refused as configured.
    const canHoldZero = placed.source === 'my' && harness.schema.world.zeroDates === 'refuse' && isDated(placed, atom);
    // Where a zero date is to be refused it is no NULL at its source.
    if (canHoldZero && (atom.kind === 'isNull' || atom.kind === 'isNotNull')) continue;
    for (const [predicate, expected] of checks) {
      report.checked += 1;
      const found = await idsAtSource(session, placed, predicate).catch((thrown: unknown) => String(thrown));
      const isLoose = verdict !== 'exact' || (canHoldZero && predicate.kind === 'not');
      const missing = typeof found === 'string' ? [] : expected.filter((id) => !found.includes(id));
      const extra = typeof found === 'string' || isLoose ? [] : found.filter((id) => !expected.includes(id));
      if (typeof found !== 'string' && missing.length === 0 && extra.length === 0) continue;
      report.failures.push(failureOf(harness, placed, predicate, verdict, found, { expected, missing, extra }));
    }
  }
}

const isDated = (placed: PlacedTable, atom: AcceptedAtom['atom']): boolean =>
  placed.columns.some(({ name, family }) => /^(date|timestamp)$/.test(family) && Object.values(atom).includes(name));

/** For each row of the table, whether DuckDB keeps it: true, false or null. */
async function truthOf(harness: Harness, placed: PlacedTable, atoms: readonly AcceptedAtom[]) {
  const list = atoms.map(({ atom }) => `(${atomSql(placed, atom)})`);
  const place = `${placed.source}.${quoted(placed.info.schema)}.${quoted(placed.info.name)}`;
  const id = quoted(placed.columns[KEY_COLUMN]?.name ?? '');
  const reader = await harness.oracle.connection.runAndReadAll(
    `SELECT CAST(${[id, 'VARCHAR'].join(' AS ')}), ${list.join(', ')} FROM ${place}`,
  );
  return reader.getRows().map(([key, ...values]) => ({ id: String(key), values }));
}

async function idsAtSource(session: Session, placed: PlacedTable, predicate: Predicate): Promise<string[]> {
  const { info } = placed;
  const stream = await session.fetch(
    { kind: 'table', table: info, columns: info.columns.slice(KEY_COLUMN, KEY_COLUMN + 1), filters: [predicate] },
    never,
  );
  if (stream.kind !== 'csv') throw new Error('Not a byte stream.');
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.bytes) chunks.push(chunk);
  return Buffer.concat(chunks)
    .toString()
    .replaceAll('"', '')
    .split('\n')
    .filter((line) => line !== '');
}

function failureOf(
  harness: Harness,
  placed: PlacedTable,
  predicate: Predicate,
  verdict: string,
  found: string | string[],
  rows: { readonly expected: string[]; readonly missing: string[]; readonly extra: string[] },
): string {
  const { source, info, columns } = placed;
  const atom = predicate.kind === 'not' ? predicate.not : predicate;
  const names = Object.values(atom).filter((value) => typeof value === 'string');
  const types = columns
    .map((column, at) => ({ ...column, declared: info.columns[at]?.sourceType }))
    .filter(({ name }) => names.includes(name))
    .map(({ name, type, declared, values }) => `"${name}" ${declared} (${type}) holding ${JSON.stringify(values)}`);
  const request = { kind: 'table', table: info, columns: info.columns.slice(0, 1), filters: [predicate] } as const;
  return [
    `-- world ${harness.schema.world.seed}: ${source} calls ${JSON.stringify(predicate)} ${verdict}`,
    `-- ${types.join('; ')}`,
    harness.connector(source).dialect.selectSql(request),
    typeof found === 'string'
      ? `-- the source: ${found}`
      : `-- rows missing: ${rows.missing.join(', ') || 'none'}; rows too many: ${rows.extra.join(', ') || 'none'}; DuckDB keeps ${rows.expected.join(', ') || 'none'}`,
  ].join('\n');
}
