/**
 * Text of query blocks, shared by the SQL dialects: the frame of the query is the same everywhere; what a column is compared, grouped, summed and
 * sent by is the dialect's, which refuses what its source would answer differently from DuckDB. Pure.
 */

import type {
  BlockAggregate,
  BlockColumn,
  BlockColumnRef,
  BlockCondition,
  BlockDialect,
  BlockOutput,
  BlockQuery,
  BlockRange,
  BlockValue,
} from './block.ts';
import { averageSql } from './block-average.ts';
import { mergedAverage, merging } from './block-parting.ts';
import type { ColumnInfo, TableInfo } from './connector.ts';
import type { Atom, ComparisonOperator, Constant } from './predicate.ts';
import { numberLiteral, quoted } from './render-predicate.ts';

/** A column of the block: what it is, and its qualified SQL name. */
export interface Operand {
  readonly column: ColumnInfo;
  readonly table: TableInfo;
  readonly sql: string;
}

/** How a grouping key is written. */
export interface Key {
  /** The expression grouped and ordered by: equality and order are those of DuckDB. */
  readonly by: string;
  /** The expression that is sent, in a query that groups by `by`. Absent = `by`. */
  readonly select?: string | undefined;
}

/** What a dialect brings. Each may `refuse`. */
export interface BlockParts {
  quote(name: string): string;
  table(table: TableInfo): string;
  /** `isNegated`: below a NOT, so that false and NULL must not be mistaken for each other. */
  atom(atom: Exclude<Atom, { kind: 'columns' }>, table: TableInfo, qualifier: string, isNegated: boolean): string;
  compare(left: Operand, operator: ComparisonOperator, right: Operand): string;
  like(operand: Operand, fragments: readonly string[]): string;
  /** An integer or decimal column to be added and multiplied exactly. */
  number(operand: Operand): string;
  /** The column as a grouping key, or in ORDER BY where `isOrdered`. */
  key(operand: Operand, isOrdered: boolean): Key;
  /** A column as it is sent where nothing is grouped; also where only its being NULL matters. */
  plain(operand: Operand): string;
  /** Refuses a column whose values are counted, alone or distinct, without being sent: where a fetch would not take each of them. */
  checkCounted?(operand: Operand): void;
  extreme(name: 'min' | 'max', operand: Operand): string;
  sum(argument: string): string;
  /** Sum and count as text, as the dialect's `staged` reads them; NULL if there is no value. */
  average(argument: string): string;
  /** Whether ORDER BY knows NULLS FIRST and NULLS LAST. */
  readonly ordersNulls: boolean;
  /** Whether a sum can be compared with a constant in HAVING. */
  readonly comparesSums: boolean;
  /** How an output travels; `column` is absent for counts and sums. */
  staged(output: BlockOutput, column: ColumnInfo | undefined): BlockColumn;
  /** The statement around the block, where values must be changed before they are sent. */
  wrap?(sql: string, columns: readonly BlockColumn[], query: BlockQuery): string;
}

class Refused extends Error {}

export function refuse(why: string): never {
  throw new Refused(why);
}

export function blockDialect(parts: BlockParts, joins: BlockDialect['joins']): BlockDialect {
  return {
    joins,
    render(query, range) {
      try {
        const columns = query.outputs.map((output) => {
          const column = parts.staged(output, columnOf(output));
          return { ...column, merged: column.merged ?? merging(output, column) };
        });
        const sql = new BlockText(query, parts, range).render();
        return { sql: parts.wrap?.(sql, columns, query) ?? sql, columns };
      } catch (thrown) {
        if (thrown instanceof Refused) return { refused: thrown.message };
        throw thrown;
      }
    },
  };
}

/** The column whose values an output holds: of a key, or of MIN and MAX. */
function columnOf({ value }: BlockOutput): ColumnInfo | undefined {
  if (value.kind === 'column') return value.column;
  if (value.name !== 'min' && value.name !== 'max') return undefined;
  return value.argument?.kind === 'column' ? value.argument.column : refuse(`${value.name} of an expression`);
}

/** Digits that a sum of products may have before some source or DuckDB itself would round. */
const MAX_SCALE = 18;

class BlockText {
  readonly #query: BlockQuery;
  readonly #parts: BlockParts;
  readonly #range: BlockRange | undefined;

  constructor(query: BlockQuery, parts: BlockParts, range: BlockRange | undefined) {
    this.#query = query;
    this.#parts = parts;
    this.#range = range;
  }

  render(): string {
    const { outputs, where, isGrouped, having, orderBy, limit } = this.#query;
    const orderedBy = new Set(orderBy.map(({ output }) => output));
    const keys = outputs.map(({ value }, index) =>
      value.kind === 'column' && (isGrouped || orderedBy.has(index))
        ? this.#parts.key(this.#operand(value), orderedBy.has(index))
        : undefined,
    );
    const list = outputs.map(({ value, name }, index) => {
      const text =
        value.kind === 'aggregate'
          ? this.#aggregate(value)
          : isGrouped
            ? (keys[index]?.select ?? keys[index]?.by ?? '')
            : this.#parts.plain(this.#operand(value));
      return `${text} AS ${this.#parts.quote(name)}`;
    });
    const groups = isGrouped ? keys.flatMap((key) => key?.by ?? []) : [];
    const havings = having.flatMap((condition) => this.#having(condition) ?? []);
    if (limit !== undefined && havings.length < having.length) refuse('LIMIT above a condition');
    if (outputs.length === 0) refuse('no columns');
    const order = orderBy.map(({ output, isDescending, areNullsFirst }) => {
      const value = outputs[output]?.value;
      const by = value?.kind === 'aggregate' ? this.#orderedAggregate(value) : (keys[output]?.by ?? '');
      const direction = isDescending ? `${by} DESC` : by;
      if (this.#parts.ordersNulls) return `${direction} NULLS ${areNullsFirst ? 'FIRST' : 'LAST'}`;
      if (!this.#mayBeNull(value)) return direction;
      return `CASE WHEN ${by} IS NULL THEN ${areNullsFirst ? '0 ELSE 1' : '1 ELSE 0'} END, ${direction}`;
    });
    const range = this.#range?.condition(this.#alias(this.#range.source));
    // Last: it is true of all rows that the source meets.
    const conditions = [...(where.length === 0 ? [] : [this.#all(where)]), ...(range === undefined ? [] : [range])];
    return [
      `SELECT ${list.join(', ')}`,
      `FROM ${this.#from()}`,
      ...(conditions.length === 0 ? [] : [`WHERE ${conditions.join(' AND ')}`]),
      ...(groups.length === 0 ? [] : [`GROUP BY ${groups.join(', ')}`]),
      ...(havings.length === 0 ? [] : [`HAVING ${havings.join(' AND ')}`]),
      ...(order.length === 0 ? [] : [`ORDER BY ${order.join(', ')}`]),
      ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
    ].join(' ');
  }

  #from(): string {
    return this.#query.sources
      .map(({ table, join }, index) => {
        const name = `${this.#parts.table(table)} ${this.#alias(index)}`;
        if (join === undefined) return name;
        if (join.on.length === 0) return join.kind === 'left' ? refuse('LEFT JOIN on nothing') : `CROSS JOIN ${name}`;
        return `${join.kind === 'left' ? 'LEFT' : 'INNER'} JOIN ${name} ON ${this.#all(join.on)}`;
      })
      .join(' ');
  }

  #alias(source: number): string {
    return this.#parts.quote(`t${source}`);
  }

  #operand({ source, column }: BlockColumnRef): Operand {
    const table = this.#query.sources[source]?.table ?? refuse('unknown source');
    return { column, table, sql: `${this.#alias(source)}.${this.#parts.quote(column.name)}` };
  }

  #all(conditions: readonly BlockCondition[]): string {
    return conditions.map((condition) => this.#condition(condition)).join(' AND ');
  }

  #condition(condition: BlockCondition, isNegated = false): string {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return `(${condition.parts.map((part) => this.#condition(part, isNegated)).join(condition.kind === 'and' ? ' AND ' : ' OR ')})`;
      case 'not':
        return `(NOT ${this.#condition(condition.part, true)})`;
      case 'atom': {
        const table = this.#query.sources[condition.source]?.table ?? refuse('unknown source');
        return `(${this.#parts.atom(condition.atom, table, this.#alias(condition.source), isNegated)})`;
      }
      case 'compare':
        return `(${this.#parts.compare(this.#operand(condition.left), condition.operator, this.#operand(condition.right))})`;
      case 'like':
        return `(${this.#parts.like(this.#operand(condition.column), condition.fragments)})`;
    }
  }

  #aggregate({ name, argument, filter }: BlockAggregate): string {
    const when = filter === undefined ? undefined : this.#condition(filter);
    const chosen = (text: string): string => (when === undefined ? text : `CASE WHEN ${when} THEN ${text} END`);
    if (name === 'countRows') return when === undefined ? 'COUNT(*)' : `COUNT(${chosen('1')})`;
    if (argument === undefined) return refuse('aggregate without argument');
    if (name === 'sum') {
      if (scaleOf(argument) > MAX_SCALE) refuse('too many digits');
      return this.#parts.sum(chosen(this.#number(argument)));
    }
    if (argument.kind !== 'column') {
      return name === 'count' ? `COUNT(${chosen(this.#number(argument))})` : refuse(`${name} of an expression`);
    }
    const operand = this.#operand(argument);
    if (name === 'average') return this.#parts.average(chosen(this.#parts.number(operand)));
    if (name === 'count' || name === 'countDistinct') this.#parts.checkCounted?.(operand);
    if (name === 'count') return `COUNT(${chosen(this.#parts.plain(operand))})`;
    if (when !== undefined) return refuse(`${name} with FILTER`);
    return name === 'countDistinct'
      ? `COUNT(DISTINCT ${this.#parts.key(operand, false).by})`
      : this.#parts.extreme(name, operand);
  }

  #mayBeNull(value: BlockOutput['value'] | undefined): boolean {
    if (value?.kind !== 'column') return value?.name === 'sum';
    return value.column.nullable || this.#query.sources[value.source]?.join?.kind === 'left';
  }

  #orderedAggregate(value: BlockAggregate): string {
    if (value.name === 'min' || value.name === 'max' || value.name === 'average')
      return refuse(`order by ${value.name}`);
    if (value.name === 'sum' && !this.#parts.comparesSums) return refuse('order by a sum');
    return this.#aggregate(value);
  }

  #number(value: BlockValue): string {
    switch (value.kind) {
      case 'column':
        return this.#parts.number(this.#operand(value));
      case 'number':
        return exactNumber(value.value);
      case 'arithmetic':
        return `(${this.#number(value.left)} ${value.operator} ${this.#number(value.right)})`;
      case 'case': {
        const otherwise = value.otherwise === undefined ? '' : ` ELSE ${this.#number(value.otherwise)}`;
        return `CASE WHEN ${this.#condition(value.when)} THEN ${this.#number(value.value)}${otherwise} END`;
      }
    }
  }

  #having(condition: BlockQuery['having'][number]): string | undefined {
    const value = this.#query.outputs[condition.output]?.value;
    if (value?.kind !== 'aggregate' || !['count', 'countRows', 'countDistinct', 'sum'].includes(value.name))
      return undefined;
    if (value.name === 'sum' && !this.#parts.comparesSums) return undefined;
    return `${this.#aggregate(value)} ${condition.operator} ${exactNumber(condition.value)}`;
  }
}

function exactNumber({ type, value }: Constant): string {
  if (value === null || !/^-?\d+(?:\.\d+)?$/.test(value) || !/INT|^DECIMAL/.test(type)) return refuse('constant');
  return numberLiteral(value);
}

/** Digits behind the point that an exact value may have. */
export function scaleOf(value: BlockValue): number {
  switch (value.kind) {
    case 'column':
      return Number(/,(\d+)\)$/.exec(value.column.type)?.[1] ?? 0);
    case 'number':
      return /\.(\d+)$/.exec(value.value.value ?? '')?.[1]?.length ?? 0;
    case 'arithmetic': {
      const [left, right] = [scaleOf(value.left), scaleOf(value.right)];
      return value.operator === '*' ? left + right : Math.max(left, right);
    }
    case 'case':
      return Math.max(scaleOf(value.value), value.otherwise === undefined ? 0 : scaleOf(value.otherwise));
  }
}

/** Travel of counts, sums and averages, alike everywhere: digits, read as DuckDB's type. The types are the source's. */
export function stagedNumber(
  output: BlockOutput,
  { countType, sumType, textType }: { readonly countType: string; readonly sumType: string; readonly textType: string },
): BlockColumn {
  const { name, type, value } = output;
  if (value.kind !== 'aggregate') return refuse('not an aggregate');
  if (value.name === 'average') {
    const sumText = (staged: string): string => `replace(split_part(${staged}, ':', 1), '.', '')`;
    return { ...stagedAverage(output, textType, sumText), merged: mergedAverage(quoted(name, '"'), sumText) };
  }
  const isSum = value.name === 'sum';
  if (isSum ? !/^(?:HUGEINT|DECIMAL\(38,\d+\))$/.test(type) : type !== 'BIGINT') return refuse(`type ${type}`);
  return { name, stagedType: type, type, sourceType: isSum ? sumType : countType };
}

/** An average that travels as `sum:count`; `sumText` is DuckDB SQL of the sum's digits. */
export function stagedAverage(
  { name, type, value }: BlockOutput,
  sourceType: string,
  sumText: (staged: string) => string,
): BlockColumn {
  const staged = quoted(name, '"');
  const argument = value.kind === 'aggregate' && value.argument?.kind === 'column' ? value.argument : refuse('average');
  const expression = averageSql(argument.column.type, {
    staged,
    sum: `CAST(${sumText(staged)} AS HUGEINT)`,
    count: `CAST(split_part(${staged}, ':', -1) AS HUGEINT)`,
  });
  if (type !== 'DOUBLE' || expression === undefined) return refuse(`average of ${argument.column.type}`);
  return { name, stagedType: 'VARCHAR', type, expression, sourceType };
}
