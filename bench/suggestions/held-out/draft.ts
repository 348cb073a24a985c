/** Which tables stand beside each other in a case, what was done to them, and which columns belong together. */
import type { Random } from '../../../server/joins/testing/random.ts';
import type { FilledColumn, FilledTable } from './fill.ts';
import { emptied, renamed, respelled, retyped, sliced, thinned, withColumn } from './variants.ts';

export interface DraftCase {
  readonly kind: string;
  readonly db: string;
  readonly tables: readonly FilledTable[];
  /** Each a key: places of columns (table, column). */
  readonly gold: readonly (readonly DraftPair[])[];
  readonly isUnion?: boolean;
  readonly hasKeys: boolean;
}
/** Places: table and column on the left, table and column on the right. */
export type DraftPair = readonly [leftTable: number, left: number, rightTable: number, right: number];

interface Database {
  readonly name: string;
  readonly tables: ReadonlyMap<string, FilledTable>;
}

/** How the slices of one table are told apart by their names. */
type SliceNames = readonly (readonly [string, string])[];
const SLICES: SliceNames = [
  ['2023', '2024'],
  ['north', 'south'],
  ['q1', 'q2'],
];
/** Less usual ones. */
export const FAR_SLICES: SliceNames = [
  ['jan', 'feb'],
  ['2024_01', '2024_02'],
  ['current', 'archive'],
  ['eu', 'us'],
  ['part1', 'part2'],
  ['berlin', 'hamburg'],
  ['fy23', 'fy24'],
  ['a', 'b'],
];

export function draftCases(
  databases: readonly Database[],
  random: Random,
  sliceNames: SliceNames = SLICES,
): DraftCase[] {
  const drafts = databases.flatMap((database) => [
    ...[...database.tables.values()].flatMap((child) => joinsOf(database, child, random)),
    ...[...database.tables.values()].flatMap((table) => splitsOf(database.name, table, sliceNames, random)),
    ...chainsOf(database, databases, random),
    ...siblingsOf(database, random),
  ]);
  return [...drafts, ...strangers(databases, random)];
}

const indexOf = (table: FilledTable, name: string): number => table.columns.findIndex((column) => column.name === name);

function joinsOf({ name: db, tables }: Database, child: FilledTable, random: Random): DraftCase[] {
  const parents = new Set(child.columns.flatMap(({ refersTo }) => (refersTo === undefined ? [] : [refersTo.table])));
  return [...parents].flatMap((parentName) => {
    const parent = tables.get(parentName);
    if (parent === undefined) return [];
    const columns = child.columns.filter(({ refersTo }) => refersTo?.table === parentName);
    const pairs = columns.map(
      (column): DraftPair => [0, indexOf(child, column.name), 1, indexOf(parent, column.refersTo?.column ?? '')],
    );
    const isTuple = columns.every(({ refersTo }) => refersTo?.isTuple === true);
    const gold = isTuple ? [pairs] : pairs.map((pair) => [pair]);
    const make = (kind: string, left: FilledTable, right: FilledTable, hasKeys = random.chance(0.5)): DraftCase => ({
      kind,
      db,
      tables: [left, right],
      gold,
      hasKeys,
    });
    const other = (table: FilledTable) => renamed(table, random);
    if (isTuple) return [make('composite', child, parent), make('composite', other(child), other(parent), false)];
    const kept = thinned(parent, 0.4 + random.share() * 0.5, random);
    if (gold.length > 1)
      return [
        make('role', child, parent),
        make('role', other(child), other(parent)),
        make('role', other(child), renamed(kept, random)),
        make('role', typedIn(child, columns, random), renamed(parent, random, false)),
        make('metadata', emptied(child), emptied(parent)),
      ];
    const column = columns[0];
    const spelled = column === undefined ? undefined : respelled(column, random);
    return [
      make('fk', child, parent),
      make('renamed', other(child), other(parent)),
      make('partial', renamed(child, random, false), kept),
      ...(column?.type === 'INTEGER'
        ? [make('typed', typedIn(child, columns, random), renamed(parent, random, false))]
        : []),
      ...(spelled === undefined
        ? []
        : [
            make(
              'formatted',
              withColumn(child, spelled.name, () => spelled),
              other(parent),
            ),
          ]),
      make('metadata', emptied(child), emptied(other(parent))),
    ];
  });
}

const typedIn = (table: FilledTable, columns: readonly FilledColumn[], random: Random): FilledTable => {
  const kind = columns[0] === undefined ? undefined : retyped(columns[0], random).type;
  return columns.reduce((made, { name }) => {
    return withColumn(made, name, (column) =>
      kind === 'TEXT'
        ? { ...column, type: 'TEXT', values: column.values.map((value) => (value === null ? null : String(value))) }
        : { ...column, type: kind ?? column.type },
    );
  }, table);
};

/** One table cut in two: by rows (a union), or by columns under a composite key. */
function splitsOf(db: string, table: FilledTable, sliceNames: SliceNames, random: Random): DraftCase[] {
  const rows = table.columns[0]?.values.length ?? 0;
  const drafts: DraftCase[] = [];
  if (rows >= 600) {
    const [one, two] = random.pick(sliceNames);
    const pairs = table.columns.map((_, at): DraftPair => [0, at, 1, at]);
    const parts = [
      sliced(table, `${table.name}_${one}`, (at) => at < rows / 2),
      sliced(table, `${table.name}_${two}`, (at) => at >= rows / 2),
    ];
    drafts.push({ kind: 'union', db, tables: parts, gold: [pairs], isUnion: true, hasKeys: false });
  }
  if (table.key.length > 1) {
    const extra: FilledTable = {
      ...thinned(table, 0.8, random),
      name: `${table.name}_remarks`,
    };
    const keys = extra.columns.filter(({ name }) => table.key.includes(name));
    const remark: FilledColumn = {
      name: 'remark',
      also: [],
      type: 'TEXT',
      domain: undefined,
      values: (keys[0]?.values ?? []).map((_, at) => `remark ${at}`),
    };
    const right = { ...extra, columns: [...keys, remark] };
    const pairs = table.key.map((name): DraftPair => [1, indexOf(right, name), 0, indexOf(table, name)]);
    drafts.push({ kind: 'composite', db, tables: [table, right], gold: [pairs], hasKeys: false });
  }
  return drafts;
}

/** Three tables in a row, with a stranger at times. */
function chainsOf({ name: db, tables }: Database, databases: readonly Database[], random: Random): DraftCase[] {
  const single = (child: FilledTable, parent: FilledTable) => {
    const columns = child.columns.filter(({ refersTo }) => refersTo?.table === parent.name);
    return columns.length === 1 && columns[0]?.refersTo?.isTuple === false ? columns[0] : undefined;
  };
  const drafts: DraftCase[] = [];
  for (const child of tables.values()) {
    for (const middle of tables.values()) {
      const first = single(child, middle);
      if (first === undefined) continue;
      for (const parent of tables.values()) {
        const second = single(middle, parent);
        const isShortcut = child.columns.some(({ refersTo }) => refersTo?.table === parent.name);
        if (second === undefined || isShortcut) continue;
        const gold: DraftPair[][] = [
          [[0, indexOf(child, first.name), 1, indexOf(middle, first.refersTo?.column ?? '')]],
          [[1, indexOf(middle, second.name), 2, indexOf(parent, second.refersTo?.column ?? '')]],
        ];
        const strange = random.pick(databases.filter(({ name }) => name !== db));
        const more = random.chance(0.4) ? [random.pick([...strange.tables.values()])] : [];
        drafts.push({ kind: 'multi', db, tables: [child, middle, parent, ...more], gold, hasKeys: random.chance(0.5) });
        drafts.push({
          kind: 'multi',
          db,
          tables: [child, middle, parent].map((table) => renamed(table, random)),
          gold,
          hasKeys: false,
        });
      }
    }
  }
  return drafts;
}

/** Two tables of one database: they refer to a common third (n:m), or have nothing in common. */
function siblingsOf({ name: db, tables }: Database, random: Random): DraftCase[] {
  const all = [...tables.values()];
  const drafts: DraftCase[] = [];
  for (const [index, one] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      const meets = one.columns.flatMap((left, at) =>
        other.columns.flatMap((right, to): DraftPair[] =>
          left.domain !== undefined && left.domain === right.domain ? [[0, at, 1, to]] : [],
        ),
      );
      const refers = [one, other].some((table, at) =>
        table.columns.some(({ refersTo }) => refersTo?.table === [other, one][at]?.name),
      );
      if (refers) continue;
      if (meets.length === 1) drafts.push({ kind: 'nm', db, tables: [one, other], gold: [meets], hasKeys: true });
      if (meets.length === 0) {
        drafts.push({
          kind: 'negative',
          db,
          tables: [one, renamed(other, random)],
          gold: [],
          hasKeys: random.chance(0.5),
        });
        drafts.push({ kind: 'metadata', db, tables: [emptied(one), emptied(other)], gold: [], hasKeys: true });
      }
    }
  }
  return drafts;
}

function strangers(databases: readonly Database[], random: Random): DraftCase[] {
  return Array.from({ length: 80 }, (_, at): DraftCase => {
    const one = random.pick(databases);
    const other = random.pick(databases.filter(({ name }) => name !== one.name));
    const tables = [random.pick([...one.tables.values()]), random.pick([...other.tables.values()])].map(
      (table, side, both) =>
        mayMeanPeople([one, other][side], table, both[1 - side]) ? withoutReferences(table) : table,
    );
    const isBare = at % 4 === 0;
    return {
      kind: isBare ? 'metadata' : 'negative',
      db: `${one.name}+${other.name}`,
      tables: isBare
        ? tables.map(emptied)
        : tables.map((table) => (random.chance(0.5) ? renamed(table, random) : table)),
      gold: [],
      hasKeys: random.chance(0.5),
    };
  });
}

/** `approved_by` beside the people of another system: nobody could say that it does not mean them. */
const mayMeanPeople = (own: Database | undefined, from: FilledTable, to: FilledTable | undefined): boolean =>
  to?.isPeople === true &&
  from.columns.some(
    ({ type, refersTo }) =>
      type === 'INTEGER' && refersTo !== undefined && own?.tables.get(refersTo.table)?.isPeople === true,
  );

const withoutReferences = (table: FilledTable): FilledTable => ({
  ...table,
  columns: table.columns.filter(({ refersTo }) => refersTo === undefined),
});
