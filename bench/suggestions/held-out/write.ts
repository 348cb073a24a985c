/** A drafted case as files: a database for each table, and the case with everything measured of it. */
import Database from 'better-sqlite3';
import type { EvaluationCase, EvaluationEdge } from '../cases.ts';
import type { DraftCase, DraftPair } from './draft.ts';
import type { FilledColumn, FilledTable } from './fill.ts';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const ALL_STEPS =
  'cast collapse_spaces date digits letters lower strip_parens strip_punct strip_zeros trim strip_prefix strip_suffix before after'.split(
    ' ',
  );

export function writeDatabase(file: string, table: FilledTable, hasKeys: boolean): void {
  const database = new Database(file);
  try {
    const places = table.columns.map(({ name }) => quoted(name));
    const key =
      places[table.columns.findIndex(({ domain, refersTo }) => domain !== undefined && refersTo === undefined)];
    const keys = hasKeys && table.key.length === 1 && key !== undefined ? `, PRIMARY KEY (${key})` : '';
    database.exec(
      `CREATE TABLE ${quoted(table.name)} (${table.columns.map(({ type }, at) => `${places[at]} ${type}`).join(', ')}${keys})`,
    );
    const insert = database.prepare(`INSERT INTO ${quoted(table.name)} VALUES (${places.map(() => '?').join(', ')})`);
    const rows = table.columns[0]?.values.length ?? 0;
    database.transaction(() => {
      for (let at = 0; at < rows; at += 1) insert.run(...table.columns.map(({ values }) => values[at] ?? null));
    })();
  } finally {
    database.close();
  }
}

export function asCase(id: string, draft: DraftCase, connections: readonly string[]): EvaluationCase {
  const nameOf = (table: number, column: number) =>
    `${connections[table]}.main.${draft.tables[table]?.name}.${draft.tables[table]?.columns[column]?.name}`;
  const edge = (pairs: readonly DraftPair[], isWeak: boolean): EvaluationEdge => ({
    pairs: pairs.map(([leftTable, left, rightTable, right]) => ({
      left: nameOf(leftTable, left),
      right: nameOf(rightTable, right),
      transform: null,
      // What spelling was changed is for the values to show: steps are not scored here.
      transformOk: [{ need: [], plus: ALL_STEPS }],
    })),
    ...measured(draft, pairs),
    ...(isWeak ? { weak: true } : {}),
  });
  return {
    id,
    kind: draft.kind,
    db: draft.db,
    tables: draft.tables.map(({ name }, at) => `${connections[at]}.main.${name}`),
    gold: draft.gold.map((pairs) => edge(pairs, false)),
    acceptable: sharedDomains(draft).map((pair) => edge([pair], true)),
    abstain: draft.gold.length === 0,
  };
}

/** Columns that hold keys of one table and are no join that is meant. */
function sharedDomains({ tables, gold }: DraftCase): DraftPair[] {
  const meant = gold.flat().map((pair) => pair.join());
  return tables.flatMap((left, leftTable) =>
    tables.flatMap((right, rightTable) =>
      rightTable <= leftTable
        ? []
        : left.columns.flatMap((one, at) =>
            right.columns.flatMap((other, to): DraftPair[] => {
              const isMeant =
                meant.includes([leftTable, at, rightTable, to].join()) ||
                meant.includes([rightTable, to, leftTable, at].join());
              return one.domain !== undefined && one.domain === other.domain && !isMeant
                ? [[leftTable, at, rightTable, to]]
                : [];
            }),
          ),
    ),
  );
}

function measured(
  { tables, isUnion, kind }: DraftCase,
  pairs: readonly DraftPair[],
): Pick<EvaluationEdge, 'type' | 'typeOk' | 'cardinality' | 'cardinalityOk'> {
  if (isUnion === true) return { type: 'union', typeOk: ['union'], cardinality: null };
  const keys = (side: 0 | 1) => {
    const rows = tables[pairs[0]?.[side === 0 ? 0 : 2] ?? 0]?.columns[0]?.values.length ?? 0;
    return Array.from({ length: rows }, (_, at) =>
      pairs.map((pair) => tables[pair[side === 0 ? 0 : 2]]?.columns[pair[side === 0 ? 1 : 3]]?.values[at] ?? null),
    );
  };
  const written = [keys(0), keys(1)] as const;
  // A prefix that only one side has was taken away there; one that differs from key to key is a part of the key.
  const prefixes = new Set(written.flatMap((rows) => rows.flatMap((row) => row.map((cell) => prefixOf(cell)))));
  const isPrefixed = prefixes.size <= pairs.length + 1;
  const texts = (rows: ReturnType<typeof keys>): (string | null)[] =>
    rows.map((row) => (row.includes(null) ? null : row.map((cell) => plain(cell, isPrefixed)).join('|')));
  const [left, right] = [texts(written[0]), texts(written[1])];
  const isUnique = (values: readonly (string | null)[]) => {
    const known = values.filter((value) => value !== null);
    return new Set(known).size === known.length;
  };
  const cardinality = `${isUnique(left) ? '1' : 'n'}:${isUnique(right) ? '1' : 'n'}`;
  const [leftSet, rightSet] = [new Set(left), new Set(right)];
  const isWhole = left.filter((value) => value !== null && rightSet.has(value)).length >= left.length * 0.995;
  const isRightWhole = right.every((value) => value !== null && leftSet.has(value));
  const type = isWhole ? 'inner' : 'left';
  return {
    type,
    cardinality: cardinality === 'n:n' ? 'n:m' : cardinality,
    ...(kind === 'nm'
      ? {}
      : {
          typeOk: isWhole
            ? ['inner', 'left', ...(isRightWhole ? ['full', 'right'] : [])]
            : cardinality === '1:1' || isRightWhole
              ? ['left', 'full']
              : ['left'],
        }),
  };
}

/** The key itself, however it is spelled: what `respelled` does is undone. */
function plain(cell: FilledColumn['values'][number], isPrefixed: boolean): string {
  const text = String(cell);
  const day = /^(\d{4})-(\d\d)-(\d\d)( 00:00:00)?$/.exec(text);
  if (day !== null) return `${day[1]}${day[2]}${day[3]}`;
  const german = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(text);
  if (german !== null) return `${german[3]}${german[2]}${german[1]}`;
  const bare = text.replace(/\W/g, '').toLowerCase();
  return isPrefixed ? bare.replace(/^(k|ref|[a-z]+(?=0*\d+$))?0*/, '') : bare.replace(/^0+/, '');
}

const prefixOf = (cell: FilledColumn['values'][number]): string =>
  cell === null ? '' : (/^ ?([a-z]+) ?-? ?\d+$/i.exec(String(cell))?.[1]?.toLowerCase() ?? '');
