import type { DuckDBConnection } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import type { FetchStream, Session, TableInfo } from '../connector.ts';
import type { Verdicts } from '../judge-atom.ts';
import type { Atom, ComparisonOperator, Constant, Predicate } from '../predicate.ts';
import { type AtomParts, quoted, renderPredicate, standardString } from '../render-predicate.ts';
import { type Context, freshName, never, readBytes, tableOf, wholeTable, withSession } from './context.ts';
import type { FilterCase } from './definition.ts';
import { load, withFetched } from './load.ts';

/** The filter as DuckDB itself applies it to the values fetched: the truth. */
const truth: AtomParts = {
  column: (name) => quoted(name, '"'),
  literal: ({ value, type }) => `CAST(${standardString(value)} AS ${type})`,
  prefix: (name, prefix) => `starts_with(${quoted(name, '"')}, ${standardString(prefix)})`,
};

const operators: readonly ComparisonOperator[] = ['=', '<>', '<', '<=', '>', '>='];

export function filterTests({ definition, source }: Context): void {
  describe('filters', () => {
    it.each(definition.filters)('$type against $constantType finds what DuckDB finds', async (filter) => {
      const name = freshName('filter');
      await source().createTable({
        name,
        columns: [
          { name: 'id', type: definition.integerType },
          { name: 'value', type: filter.type },
          { name: 'other', type: filter.type },
        ],
        rows: rowsOf(filter),
      });
      const table = await tableOf(source(), name);
      await withSession(source(), async (session) => {
        const everything = await session.fetch(wholeTable(table), never());
        await withFetched(everything, async (duckdb) => {
          for (const [kind, atom] of atomsOf(filter)) {
            const { dialect } = source().connector;
            const verdict = dialect.accepts(atom, table);
            const exactForm = verdict === 'exact' ? undefined : dialect.exactForm?.(atom, table);
            if (exactForm !== undefined) await compare(session, table, duckdb, atom, 'exact', exactForm);
            const expected = expectedVerdict(filter.verdicts, kind, verdict);
            expect([show(atom), verdict]).toEqual([show(atom), expected]);
            if (verdict === 'no') continue;
            await compare(session, table, duckdb, atom, verdict);
            if (verdict === 'exact') await compare(session, table, duckdb, { kind: 'not', not: atom }, 'exact');
          }
        });
      });
    });
  });
}

/** Every pair of values once, so that two columns can be compared too; and NULLs. */
function rowsOf({ literals }: FilterCase): string[][] {
  const values = [...literals, 'NULL'];
  const pairs = values.flatMap((value, index) => [
    [value, value],
    [value, values[(index + 1) % values.length] ?? 'NULL'],
    [values[(index + 1) % values.length] ?? 'NULL', value],
  ]);
  return pairs.map((pair, index) => [String(index), ...pair]);
}

type Kind = keyof Verdicts | 'null' | 'columns';

function* atomsOf({ constants, constantType }: FilterCase): Generator<readonly [Kind, Atom]> {
  const column = 'value';
  const values: Constant[] = constants.map((value) => ({ type: constantType, value }));
  yield ['null', { kind: 'isNull', column }];
  yield ['null', { kind: 'isNotNull', column }];
  for (const operator of operators) {
    const kind = operator === '=' ? 'equal' : operator === '<>' ? 'unequal' : 'range';
    yield ['columns', { kind: 'columns', left: column, operator, right: 'other' }];
    for (const value of values) yield [kind, { kind: 'comparison', column, operator, value }];
  }
  yield ['in', { kind: 'in', column, values }];
  for (const [index, low] of values.entries()) {
    yield ['in', { kind: 'in', column, values: [low] }];
    // A long list may be written in a form of its own.
    yield ['in', { kind: 'in', column, values: Array.from({ length: 12 }, () => low) }];
    for (const high of values.slice(index)) yield ['range', { kind: 'between', column, low, high }];
    if (constantType === 'VARCHAR') yield ['prefix', { kind: 'prefix', column, prefix: low.value ?? '' }];
  }
}

/** Two columns and NULL tests are free to be refused; whatever the dialect says is held against the truth. */
function expectedVerdict(verdicts: Verdicts, kind: Kind, verdict: string): string {
  if (kind === 'columns') return verdict;
  return kind === 'null' ? (verdict === 'no' ? 'no' : 'exact') : verdicts[kind];
}

async function compare(
  session: Session,
  table: TableInfo,
  duckdb: DuckDBConnection,
  predicate: Predicate,
  verdict: 'exact' | 'superset',
  sent = predicate,
): Promise<void> {
  const columns = table.columns.slice(0, 1);
  const stream = await session.fetch(wholeTable(table, { columns, filters: [sent] }), never());
  const found = (await idsOf(stream)).toSorted((a, b) => a - b);
  const answer = await duckdb.runAndReadAll(
    `SELECT id FROM fetched WHERE ${renderPredicate(predicate, truth)} ORDER BY id`,
  );
  const wanted = answer.getRows().map(([id]) => Number(id));
  if (verdict === 'exact') expect([stream.sql, found]).toEqual([stream.sql, wanted]);
  else expect([stream.sql, wanted.filter((id) => !found.includes(id))]).toEqual([stream.sql, []]);
}

/** There are hundreds of filters: a CSV of one number a line is read without a DuckDB of its own. */
async function idsOf(stream: FetchStream): Promise<number[]> {
  const bytes = await readBytes(stream);
  if (bytes === undefined) return (await load(stream)).rows.map((row) => Number(row[0]));
  return bytes.toString().split('\n').slice(0, -1).map(Number);
}

const show = (atom: Atom) => renderPredicate(atom, truth);
