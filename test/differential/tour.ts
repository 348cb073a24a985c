/** Statements made to send each kind of filter to each source that accepts it, so that none goes untried by chance. */
import type { Atom, Constant } from '../../server/connectors/predicate.ts';
import type { Choices } from './choices.ts';
import type { AcceptedAtom } from './coverage.ts';
import { quoted } from './generate/context.ts';
import { literalOf } from './generate/literals.ts';
import type { Statement } from './generate/statement.ts';
import { standardText } from './placement.ts';
import { familyOf, type PlacedTable } from './schema.ts';
import { KEY_COLUMN } from './world.ts';

/** As few statements as hold every kind of every source once, no table twice in one. */
export function tour(choices: Choices, atoms: readonly AcceptedAtom[]): Statement[] {
  const byKind = Map.groupBy(atoms, ({ placed, kind }) => `${placed.source} ${kind}`);
  const statements: AcceptedAtom[][] = [];
  for (const candidates of byKind.values()) {
    const chosen = choices.pick(candidates);
    const free = statements.find((parts) => parts.every(({ placed }) => placed !== chosen.placed));
    if (free === undefined) statements.push([chosen]);
    else free.push(chosen);
  }
  return statements.map(statementOf);
}

/** Counts over each source's filters, plain, negated and nested: blocks that the source may answer whole, where a superset would be a wrong count. */
export function countTour(choices: Choices, atoms: readonly AcceptedAtom[], branches: number): Statement[] {
  return [...Map.groupBy(atoms, ({ placed }) => placed.source).values()].map((own) => {
    const parts = Array.from({ length: branches }, () => {
      const { placed, atom } = choices.pick(own);
      const { source, info } = placed;
      const condition = `(${atomSql(placed, atom)})`;
      const nested = `NOT (${condition} ${choices.pick(['AND', 'OR'])} ${quoted(info.columns[KEY_COLUMN]?.name ?? '')} < 5)`;
      const where = choices.pick([condition, `NOT ${condition}`, nested]);
      const count = choices.pick(['count(*)', ...placed.columns.map(({ name }) => `count(${quoted(name)})`)]);
      const sql = `SELECT ${count} AS n FROM ${source}.${quoted(info.schema)}.${quoted(info.name)} WHERE ${where}`;
      return { sql, placed };
    });
    return statementOver(
      parts.map(({ sql }) => sql).join(' UNION ALL '),
      parts.map(({ placed }) => placed),
    );
  });
}

/** Conditions on columns that nothing else reads, of each source: what it may settle. */
export function settledTour(choices: Choices, atoms: readonly AcceptedAtom[], branches: number): Statement[] {
  return [...Map.groupBy(atoms.filter(isSettled), ({ placed }) => placed.source).values()].map((own) => {
    const parts = Array.from({ length: branches }, () => choices.pick(own));
    const selects = parts.map(
      ({ placed, atom }) =>
        `SELECT CAST(${keyOf(placed)} AS VARCHAR) FROM ${nameOf(placed)} WHERE ${atomSql(placed, atom)}`,
    );
    return statementOver(
      selects.join(' UNION ALL '),
      parts.map(({ placed }) => placed),
    );
  });
}

/** Tables that only filter another one of their source, which is joined with one of another source. */
export function partnerTour(
  choices: Choices,
  atoms: readonly AcceptedAtom[],
  tables: readonly PlacedTable[],
): Statement[] {
  return [...Map.groupBy(atoms.filter(isSettled), ({ placed }) => placed.source)].flatMap(([source, own]) => {
    const { placed, atom } = choices.pick(own);
    const owner = choices.pick(tables.filter((table) => table.source === source && table !== placed));
    const third = choices.pick(tables.filter((table) => table.source !== source));
    const [key, text] = [keyOf(owner), (name: string) => `CAST(${name}.${keyOf(owner)} AS VARCHAR)`];
    const from = `${nameOf(owner)} o JOIN ${nameOf(placed)} p ON p.${key} = o.${key} JOIN ${nameOf(third)} t ON ${text('t')} = ${text('o')}`;
    const sql = `SELECT ${text('o')}, ${text('t')} FROM ${from} WHERE ${atomSql(placed, atom, 'p.')}`;
    return [statementOver(sql, [owner, placed, third])];
  });
}

/** Counts of keys, which are never NULL, over joins of three tables of all kinds: what may be counted by the column of a join instead. */
export function keyCountTour(choices: Choices, tables: readonly PlacedTable[]): Statement[] {
  const kinds = ['LEFT', 'RIGHT', 'FULL', 'INNER'];
  return kinds.flatMap((kind) =>
    kinds.map((next) => {
      const [first, second, third] = choices.shuffled(tables);
      if (first === undefined || second === undefined || third === undefined)
        throw new Error('three tables are needed');
      const joined = (name: string, { info }: PlacedTable): string =>
        `${name}.${quoted(info.columns[KEY_COLUMN + 1]?.name ?? '')}`;
      const counted = (name: string, placed: PlacedTable): string => `count(${name}.${keyOf(placed)})`;
      const [a, b, c] = [joined('a', first), joined('b', second), joined('c', third)];
      const on = choices.pick([`${a} = ${b}`, `${a} = ${b} AND ${b} > 1`, `${a} = ${b} OR ${a} IS NULL`]);
      const nested = `(${nameOf(first)} a ${kind} JOIN ${nameOf(second)} b ON ${on})`;
      const from = choices.pick([
        `${nested} ${next} JOIN ${nameOf(third)} c ON ${choices.pick([a, b])} = ${c}`,
        `${nameOf(third)} c ${next} JOIN ${nested} ON ${c} = ${choices.pick([a, b])}`,
      ]);
      const where = choices.pick(['', '', ` WHERE ${a} = ${c}`]);
      const counts = [counted('a', first), counted('b', second), counted('c', third)];
      return statementOver(`SELECT ${counts.join(', ')}, count(*) FROM ${from}${where}`, [first, second, third]);
    }),
  );
}

const keyOf = ({ info }: PlacedTable): string => quoted(info.columns[KEY_COLUMN]?.name ?? '');
const nameOf = ({ source, info }: PlacedTable): string => `${source}.${quoted(info.schema)}.${quoted(info.name)}`;
const isSettled = ({ verdict, placed, atom }: AcceptedAtom): boolean => verdict === 'exact' && !readsKey(placed, atom);

const statementOver = (text: string, used: readonly PlacedTable[]): Statement => ({
  engine: text,
  local: text,
  isOrdered: false,
  used: [...new Set(used)],
});

function readsKey({ info }: PlacedTable, atom: Atom): boolean {
  const key = info.columns[KEY_COLUMN]?.name;
  return atom.kind === 'columns' ? atom.left === key || atom.right === key : atom.column === key;
}

function statementOf(parts: readonly AcceptedAtom[]): Statement {
  const text = parts
    .map(({ placed, atom }) => {
      const { source, info } = placed;
      const names = info.columns.slice(0, 2).map(({ name }) => `CAST(${quoted(name)} AS VARCHAR)`);
      // What is shown is fetched, and its condition stays in the statement: else the source could settle it in another form.
      const shown = atom.kind === 'columns' ? [atom.left, atom.right] : [atom.column];
      names.push(shown.map((name) => `${quoted(name)} IS NULL`).join(' OR '));
      return `SELECT ${names.join(', ')} FROM ${source}.${quoted(info.schema)}.${quoted(info.name)} WHERE ${atomSql(placed, atom)}`;
    })
    .join(' UNION ALL ');
  return statementOver(
    text,
    parts.map(({ placed }) => placed),
  );
}

/** The atom as DuckDB's SQL. `qualifier` stands before each column: `r1.`. */
export function atomSql(placed: PlacedTable, atom: Atom, qualifier = ''): string {
  const named = (column: string): string => `${qualifier}${quoted(column)}`;
  const typeOf = (name: string): string => placed.columns.find((column) => column.name === name)?.type ?? 'VARCHAR';
  const constant = (column: string, { value, type }: Constant): string => {
    if (value === null) return 'NULL';
    return type === 'FLOAT' ? `${standardText(value)}::FLOAT` : literalOf(familyOf(typeOf(column)), value);
  };
  switch (atom.kind) {
    case 'comparison':
      return `${named(atom.column)} ${atom.operator} ${constant(atom.column, atom.value)}`;
    case 'columns':
      return `${named(atom.left)} ${atom.operator} ${named(atom.right)}`;
    case 'in':
      return `${named(atom.column)} IN (${atom.values.map((value) => constant(atom.column, value)).join(', ')})`;
    case 'between':
      return `${named(atom.column)} BETWEEN ${constant(atom.column, atom.low)} AND ${constant(atom.column, atom.high)}`;
    case 'isNull':
      return `${named(atom.column)} IS NULL`;
    case 'isNotNull':
      return `${named(atom.column)} IS NOT NULL`;
    case 'prefix':
      return `starts_with(${named(atom.column)}, ${standardText(atom.prefix)})`;
  }
}
