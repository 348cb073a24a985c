import { describe, expect, it } from 'vitest';
import { rulesOfDriver } from './dialect.ts';
import { splitStatements, statementAt } from './split-statements.ts';

const split = (text: string, driver?: string): string[] =>
  splitStatements(text, rulesOfDriver(driver)).map(({ start, end }) => text.slice(start, end));

/** Text with the cursor at `|`; answers the statement meant. */
const at = (marked: string): string | undefined => {
  const text = marked.replace('|', '');
  const range = statementAt(text, marked.indexOf('|'));
  return range === undefined ? undefined : text.slice(range.start, range.end);
};

describe('splitStatements', () => {
  it('splits at semicolons and leaves out empty pieces', () => {
    expect(split('SELECT 1;; \n ; SELECT 2 ;\n')).toEqual(['SELECT 1', 'SELECT 2']);
    expect(split('')).toEqual([]);
    expect(split('-- only a comment; here\n/* ; */')).toEqual([]);
  });

  it('keeps semicolons inside strings, names and comments', () => {
    expect(split(`SELECT 'a;''b;' AS "x;""y" -- c;d\n, 1; SELECT 2`)).toEqual([
      `SELECT 'a;''b;' AS "x;""y" -- c;d\n, 1`,
      'SELECT 2',
    ]);
  });

  it("knows E'' escapes and dollar quotes", () => {
    expect(split(String.raw`SELECT E'it\'s; fine'; SELECT 2`)).toHaveLength(2);
    expect(split('SELECT $$a;b$$, $tag$ $$;$$ $tag$; SELECT 2')).toEqual([
      'SELECT $$a;b$$, $tag$ $$;$$ $tag$',
      'SELECT 2',
    ]);
    expect(split('SELECT $1; SELECT $2')).toHaveLength(2);
  });

  it('nests block comments where the dialect does', () => {
    const text = 'SELECT 1 /* a /* b; */ c; */; SELECT 2';
    expect(split(text)).toHaveLength(2);
    expect(split(text, 'mysql')).toHaveLength(3);
  });

  it('reads MySQL: hash comments, backticks, backslashes, double-quoted strings', () => {
    expect(split('SELECT 1 # no; end\n; SELECT `a;b`', 'mysql')).toEqual(['SELECT 1', 'SELECT `a;b`']);
    expect(split(String.raw`SELECT 'a\';b'; SELECT "c\";d"`, 'mysql')).toHaveLength(2);
    expect(split('SELECT 1--1; SELECT 2', 'mysql')).toHaveLength(2);
    expect(split('SELECT 1--1; SELECT 2')).toHaveLength(1);
  });

  it('reads BigQuery: comments without a blank, texts in three quotes, backslashes', () => {
    expect(split('SELECT 1 --no; end\n; SELECT 2 #no; end', 'bigquery')).toEqual(['SELECT 1', 'SELECT 2']);
    expect(split(`SELECT '''it's; fine''', """a "b"; c"""; SELECT 2`, 'bigquery')).toHaveLength(2);
    expect(split(String.raw`SELECT r'\d;', 'it\'s;', '''a\'''b;'''; SELECT 2`, 'bigquery')).toHaveLength(2);
    expect(split('SELECT \'\', ""; SELECT `a;b`', 'bigquery')).toHaveLength(2);
  });

  it('reads Snowflake: comments of two slashes, dollar quotes, backslashes', () => {
    expect(split('SELECT 1 // no; end\n; SELECT $$a;b$$', 'snowflake')).toEqual(['SELECT 1', 'SELECT $$a;b$$']);
    expect(split(String.raw`SELECT 'it\'s; fine'; SELECT 2`, 'snowflake')).toHaveLength(2);
  });

  it('reads Trino: neither backslashes nor dollar quotes', () => {
    expect(split(String.raw`SELECT 'a\'; SELECT "x;y"`, 'trino')).toHaveLength(2);
    expect(split('SELECT $$a; SELECT 2', 'trino')).toHaveLength(2);
  });

  it('lets an unclosed string reach to the end', () => {
    expect(split("SELECT 'abc; SELECT 2")).toEqual(["SELECT 'abc; SELECT 2"]);
  });

  it('reads SQLite brackets, and array brackets elsewhere', () => {
    expect(split('SELECT [a;b]; SELECT 2', 'sqlite')).toHaveLength(2);
    expect(split('SELECT [1, 2]; SELECT 2')).toHaveLength(2);
  });
});

describe('statementAt', () => {
  it('finds the statement around the cursor', () => {
    expect(at('SELECT |1; SELECT 2')).toBe('SELECT 1');
    expect(at('SELECT 1; SELECT |2')).toBe('SELECT 2');
    expect(at('|SELECT 1')).toBe('SELECT 1');
  });

  it('gives the end of a line to the statement before it', () => {
    expect(at('SELECT 1;|\nSELECT 2')).toBe('SELECT 1');
    expect(at('SELECT 1;   |\nSELECT 2')).toBe('SELECT 1');
    expect(at('SELECT 1; -- done|\nSELECT 2')).toBe('SELECT 1');
    expect(at('SELECT 1;| SELECT 2')).toBe('SELECT 1');
  });

  it('takes the next statement from the lines above it, the last from below', () => {
    expect(at('SELECT 1;\n|\nSELECT 2')).toBe('SELECT 2');
    expect(at('-- about |this\nSELECT 1; SELECT 2')).toBe('SELECT 1');
    expect(at('SELECT 1;\n\n|')).toBe('SELECT 1');
    expect(at('  |  ')).toBeUndefined();
  });
});
