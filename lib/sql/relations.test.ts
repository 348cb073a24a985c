import { describe, expect, it } from 'vitest';
import { namesIn, outputNames } from './relations.ts';

const names = (text: string) => namesIn(text, { start: 0, end: text.length });
const shown = (text: string) =>
  names(text).relations.map(({ parts, alias }) => `${parts.join('.')}${alias === undefined ? '' : ` ${alias}`}`);

describe('namesIn', () => {
  it('reads tables with their aliases', () => {
    expect(shown('SELECT * FROM shop.orders o LEFT JOIN crm.main.accounts AS a ON a.x = o.y WHERE o.z > 1')).toEqual([
      'shop.orders o',
      'crm.main.accounts a',
    ]);
    expect(shown('SELECT * FROM a, b x, "c d"."e""f"')).toEqual(['a', 'b x', 'c d.e"f']);
  });

  it('marks where the name stands, in the whole text', () => {
    const text = 'SELECT 1; SELECT * FROM shop.orders';
    const [relation] = namesIn(text, { start: 10, end: text.length }).relations;
    expect(text.slice(relation?.start, relation?.end)).toBe('shop.orders');
  });

  it('knows a FROM that names no table', () => {
    expect(shown("SELECT extract(year FROM d), trim(both ' ' FROM s) FROM t WHERE a IS DISTINCT FROM b")).toEqual([
      't',
    ]);
  });

  it('does not take commas of other clauses for tables', () => {
    expect(shown('SELECT a, b FROM t GROUP BY a, b ORDER BY x, y')).toEqual(['t']);
    expect(shown('SELECT * FROM t JOIN u USING (a, b)')).toEqual(['t', 'u']);
    expect(shown('SELECT * FROM range(10) r JOIN t ON true')).toContain('t');
  });

  it('reads common tables and subqueries with their bodies', () => {
    const text =
      'WITH a AS (SELECT x, y AS z FROM t), b(q) AS MATERIALIZED (SELECT 1) SELECT * FROM a JOIN (SELECT k FROM u) s ON 1=1';
    const { relations, commonTables } = names(text);
    expect(commonTables.map(({ name }) => name)).toEqual(['a', 'b']);
    const derived = relations.find(({ alias }) => alias === 's');
    expect(derived?.body && outputNames(text, derived.body)).toEqual(['k']);
    const [first] = commonTables;
    expect(first && outputNames(text, first.body)).toEqual(['x', 'z']);
  });

  it('limits a table to the parentheses that it stands in', () => {
    const text = 'SELECT * FROM t WHERE k IN (SELECT u.k FROM u)';
    const inner = names(text).relations.find(({ parts }) => parts[0] === 'u');
    expect(text.slice(inner?.scope.start, inner?.scope.end)).toBe('SELECT u.k FROM u');
  });

  it('survives a statement in the making', () => {
    expect(shown('SELECT o. FROM shop.orders o JOIN ')).toEqual(['shop.orders o']);
    expect(shown('SELECT (((')).toEqual([]);
  });
});
