/** Writes a join document as federated SQL (DuckDB's dialect) that people can read. `server/joins/document` reads such SQL back. */
import type { ColumnReference, JoinDocument, JoinInput, JoinKey, JoinType, KeySide } from '../contract/join.ts';
import { quoteIfNeeded } from '../sql/sql-name.ts';
import { canFilterOutside, inputSql, outerConditions, type WriteContext } from './input-sql.ts';
import { inputByAlias, joinedCount, joinSteps, unionSteps, visibleInputs } from './inputs.ts';
import { joinedColumns } from './joined-columns.ts';
import { conditions, selectList } from './layout.ts';
import { textLiteral } from './literal.ts';
import { nested } from './nest.ts';
import { columnSql, keySideSql } from './normaliser-sql.ts';
import { type ColumnsOf, shapeOf, typeOf } from './shape.ts';
import { typeClass } from './types.ts';
import { type UnionColumn, unionColumns } from './union-columns.ts';

/**
 * The statement that a document stands for. Never fails: what is wrong with the document (see `validateJoin`) is wrong with the statement
 * too. Columns of inputs that are not known yet are written `alias.*`. `outer`: types of the parameters of the document that it is an input of.
 */
export function joinSql(
  given: JoinDocument,
  columnsOf: ColumnsOf,
  outer: WriteContext['parameters'] = new Map(),
): string {
  const document = nested(given, columnsOf);
  const context = writeContext(document, columnsOf, outer);
  const unions = unionSteps(document);
  if (unions.length === 0) {
    const items = joinedColumns(document, columnsOf, document.columns).map(({ name, from, fromTypes }) =>
      named(valuesSql(from, fromTypes), name, from),
    );
    const unknown = document.columns === undefined ? unknownInputs(document, columnsOf) : [];
    return [selectList([...items, ...unknown]), joinedFrom(document, context)].join('\n');
  }
  const columns = unionColumns(document, columnsOf);
  const first = document.inputs[0]?.alias ?? '';
  let text = `${branchSelect(columns, 0, first)}\n${joinedFrom(document, context)}`;
  for (const [index, { step, input }] of unions.entries()) {
    const from = [`FROM ${inputSql(input, context, canFilterOutside(input, 0, []))}`];
    if (canFilterOutside(input, 0, []) && input.filters.length > 0)
      from.push(conditions('WHERE', outerConditions(input, context), ''));
    text += `\n${step.all ? 'UNION ALL' : 'UNION'}\n${branchSelect(columns, index + 1, input.alias)}\n${from.join('\n')}`;
  }
  return text;
}

/** An input that is a join knows the parameters of the document around it (`outer`). */
const writeContext = (
  document: JoinDocument,
  columnsOf: ColumnsOf,
  outer: WriteContext['parameters'] = new Map(),
): WriteContext => ({
  columnsOf,
  parameters: new Map([...outer, ...(document.parameters ?? []).map(({ name, type }) => [name, type] as const)]),
});

/** FROM, JOIN and WHERE of a document without unions: its rows, for other columns than its own, under further conditions if any. */
export const rowsSql = (document: JoinDocument, columnsOf: ColumnsOf, further: readonly string[] = []): string =>
  joinedFrom(document, writeContext(document, columnsOf), further);

const unknownInputs = (document: JoinDocument, columnsOf: ColumnsOf): string[] =>
  visibleInputs(document)
    .filter((input) => shapeOf(input.source, columnsOf) === undefined)
    .map((input) => `${quoteIfNeeded(input.alias)}.*`);

/** FROM, JOIN and WHERE of the inputs before the first union. */
function joinedFrom(document: JoinDocument, context: WriteContext, further: readonly string[] = []): string {
  const [first] = document.inputs;
  if (first === undefined) return 'FROM (SELECT)';
  const steps = joinSteps(document);
  const types = steps.map(({ step }) => step.type);
  const isOutside = (input: JoinInput, place: number): boolean => canFilterOutside(input, place, types);
  const lines = [`FROM ${inputSql(first, context, isOutside(first, 0))}`];
  for (const [index, { step, input }] of steps.entries()) {
    lines.push(`${joinWords[step.type]} ${inputSql(input, context, isOutside(input, index + 1))}`);
    if (step.type === 'cross') continue;
    const keys = step.keys.map((key) => keySql(document, key, context.columnsOf));
    lines.push(conditions('ON', keys.length === 0 ? ['true'] : keys, '  '));
  }
  const filters = document.inputs
    .slice(0, joinedCount(document))
    .flatMap((input, place) => (isOutside(input, place) ? outerConditions(input, context) : []));
  const all = [...filters, ...further];
  if (all.length > 0) lines.push(conditions('WHERE', all, ''));
  return lines.join('\n');
}

const joinWords: Readonly<Record<JoinType, string>> = {
  inner: 'JOIN',
  left: 'LEFT JOIN',
  right: 'RIGHT JOIN',
  full: 'FULL JOIN',
  anti: 'ANTI JOIN',
  cross: 'CROSS JOIN',
};

/** One condition of ON. */
export function keySql(document: JoinDocument, key: JoinKey, columnsOf: ColumnsOf): string {
  const operator = key.operator === 'is' ? 'IS NOT DISTINCT FROM' : key.operator;
  return `${sideSql(document, key.left, columnsOf)} ${operator} ${sideSql(document, key.right, columnsOf)}`;
}

/** One side of a key with its normalisers. */
export function sideSql(document: JoinDocument, side: KeySide, columnsOf: ColumnsOf): string {
  const type = typeOf(inputByAlias(document, side.input), side.column, columnsOf);
  return keySideSql(side, { sql: columnSql(side.input, side.column), type }).sql;
}

/** A column, or both sides of a key in one; as text where their types are of different kinds. */
function valuesSql(from: readonly ColumnReference[], types: readonly string[]): string {
  const columns = from.map(({ input, column }) => columnSql(input, column));
  if (columns.length < 2) return columns[0] ?? 'NULL';
  const isMixed = new Set(types.map(typeClass)).size > 1;
  return `coalesce(${columns.map((column) => (isMixed ? `CAST(${column} AS VARCHAR)` : column)).join(', ')})`;
}

function branchSelect(columns: readonly UnionColumn[], branch: number, alias: string): string {
  return selectList(
    columns.map(({ name, type, branches }) => {
      const value = branches[branch];
      if (value === undefined || value.kind === 'null') return `NULL AS ${quoteIfNeeded(name)}`;
      if (value.kind === 'alias') return `${textLiteral(alias)} AS ${quoteIfNeeded(name)}`;
      const sql = valuesSql(value.from, value.fromTypes);
      const isCast = value.fromTypes.some((from) => typeClass(from) !== typeClass(type));
      return named(isCast ? `CAST(${sql} AS ${type})` : sql, name, isCast ? [] : value.from);
    }),
  );
}

/** `AS` only where the column does not have that name already. */
function named(sql: string, name: string, from: readonly ColumnReference[]): string {
  const [first, second] = from;
  return second === undefined && first?.column === name ? sql : `${sql} AS ${quoteIfNeeded(name)}`;
}
