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
    const text = parts.map(({ sql }) => sql).join(' UNION ALL ');
    return { engine: text, local: text, isOrdered: false, used: [...new Set(parts.map(({ placed }) => placed))] };
  });
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
  return { engine: text, local: text, isOrdered: false, used: [...new Set(parts.map(({ placed }) => placed))] };
}

/** The atom as DuckDB's SQL. */
export function atomSql(placed: PlacedTable, atom: Atom): string {
  const typeOf = (name: string): string => placed.columns.find((column) => column.name === name)?.type ?? 'VARCHAR';
  const constant = (column: string, { value, type }: Constant): string => {
    if (value === null) return 'NULL';
    return type === 'FLOAT' ? `${standardText(value)}::FLOAT` : literalOf(familyOf(typeOf(column)), value);
  };
  switch (atom.kind) {
    case 'comparison':
      return `${quoted(atom.column)} ${atom.operator} ${constant(atom.column, atom.value)}`;
    case 'columns':
      return `${quoted(atom.left)} ${atom.operator} ${quoted(atom.right)}`;
    case 'in':
      return `${quoted(atom.column)} IN (${atom.values.map((value) => constant(atom.column, value)).join(', ')})`;
    case 'between':
      return `${quoted(atom.column)} BETWEEN ${constant(atom.column, atom.low)} AND ${constant(atom.column, atom.high)}`;
    case 'isNull':
      return `${quoted(atom.column)} IS NULL`;
    case 'isNotNull':
      return `${quoted(atom.column)} IS NOT NULL`;
    case 'prefix':
      return `starts_with(${quoted(atom.column)}, ${standardText(atom.prefix)})`;
  }
}
