import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../../lib/contract/errors.ts';
import { JoineryError } from '../../errors.ts';
import { proveSelect } from './prove-select.ts';
import { attacks } from './test-attacks.ts';

/** What analysts write: none of it may be refused. */
const honest = [
  'SELECT 1',
  'table orders',
  'VALUES (1, 2), (3, 4)',
  'WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT sum(n) FROM t',
  "SELECT a.*, b.x::numeric(10, 2), 'it''s' || $$ ; $$ FROM s.a LEFT JOIN b USING (id) WHERE a.t ~* 'x' AND b.d >= now() - interval '1 day'",
  'SELECT DISTINCT ON (a) a, row_number() OVER (PARTITION BY a ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t',
  'SELECT a, count(*) FILTER (WHERE b), grouping(a) FROM t GROUP BY ROLLUP (a), GROUPING SETS ((b), ()) HAVING count(*) > 1 ORDER BY 1 NULLS LAST LIMIT 5 OFFSET 2',
  'SELECT * FROM t, LATERAL (SELECT * FROM u WHERE u.id = t.id ORDER BY 1 FETCH FIRST 3 ROWS WITH TIES) x',
  "SELECT * FROM unnest(ARRAY[1, 2]) WITH ORDINALITY AS u(a, n), generate_series(1, 3), json_to_record('{}') AS r(a int, b text)",
  "SELECT j -> 'a' ->> 'b', j #>> '{a,b}', (r).field, (arr)[1:2], arr[1] FROM t",
  "SELECT * FROM json_table('[{}]', '$[*]' COLUMNS (id FOR ORDINALITY, a int PATH '$.a' DEFAULT 0 ON EMPTY, NESTED PATH '$.b[*]' COLUMNS (c text)))",
  "SELECT json_object('a': 1, 'b': 2 ABSENT ON NULL), json_array(1, 2), json_arrayagg(x ORDER BY x), json_objectagg(k: v), x IS JSON FROM t",
  "SELECT json_value('{}', '$.a' RETURNING int), json_query('{}', '$.a'), json_exists('{}', '$.a'), json_array(SELECT 1)",
  "SELECT xmlelement(name a, xmlattributes(1 AS b), 'c'), xmlforest(1 AS x), xmlserialize(CONTENT x AS text) FROM t",
  "SELECT * FROM xmltable('/a' PASSING ('<a/>'::xml) COLUMNS b int PATH 'b')",
  'SELECT CASE a WHEN 1 THEN 2 ELSE 3 END, COALESCE(a, b), NULLIF(a, b), GREATEST(a, b), a IS NOT DISTINCT FROM b, a IS TRUE, NOT a FROM t',
  "SELECT extract(year FROM d), d AT TIME ZONE 'UTC', current_date, overlay('a' PLACING 'b' FROM 1), substring('a' FROM '.'), trim(BOTH 'x' FROM y), position('a' IN b), a COLLATE \"C\" FROM t",
  'SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x), mode() WITHIN GROUP (ORDER BY y) FROM t TABLESAMPLE bernoulli (10) REPEATABLE (1)',
  'SELECT * FROM a WHERE x = ANY (SELECT y FROM b) AND (p, q) IN (SELECT 1, 2) AND EXISTS (SELECT) AND z = ALL (ARRAY[1])',
  'SELECT 1 UNION ALL (SELECT 2 INTERSECT SELECT 3 EXCEPT SELECT 4) ORDER BY 1',
  'WITH RECURSIVE t AS (SELECT 1 AS id UNION ALL SELECT id + 1 FROM t) SEARCH DEPTH FIRST BY id SET o CYCLE id SET c USING p SELECT * FROM t',
  "SELECT pg_typeof(1), pg_size_pretty(pg_relation_size(oid)), pg_get_viewdef(oid), pg_table_is_visible(oid), obj_description(oid), has_table_privilege(oid, 'SELECT') FROM pg_class",
  'SELECT * FROM pg_stat_activity',
  "SELECT format('%I', 'x'), make_interval(days => 3), variadic_thing(VARIADIC ARRAY[1])",
  'SELECT lower(r), r @> 1, upper_inf(r), a OPERATOR(pg_catalog.+) b FROM t NATURAL JOIN u',
];

describe('proof of a single SELECT', () => {
  it.each(honest)('lets pass: %s', async (sql) => {
    expect(await proveSelect(sql, 'shop')).toBe(sql);
  });

  it.each(attacks)('refuses: %s', async (sql) => {
    const error = await proveSelect(sql, 'shop').then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(JoineryError);
    expect(errorCatalogue[(error as JoineryError).code].class).toBe('user');
  });

  it.each([
    ['SELECT 1;', 'SELECT 1'],
    ['  -- first\n SELECT 1 ; -- last', 'SELECT 1'],
    ["SELECT 'ü;𝄞' ;\n", "SELECT 'ü;𝄞'"],
    ['SELECT 1 -- open end', 'SELECT 1 -- open end'],
  ])('leaves out what follows the statement: %j', async (sql, text) => {
    expect(await proveSelect(sql, 'shop')).toBe(text);
  });

  it.each([
    ["SELECT 'ü𝄞';\n  DELETE FROM t", 'multiple_statements', 16],
    ['/* x */ DELETE FROM t', 'not_a_select', 8],
    ["SELECT 'ü𝄞', nextval('s')", 'not_allowed', 14],
    ['SELECT a FROM t WHERE (', 'syntax_error', 23],
    ['SELECT $1', 'invalid_statement', 7],
    ['WITH d AS (DELETE FROM victim RETURNING 1) SELECT 1', 'not_a_select', 5],
  ])('marks the place in %j', async (sql, code, offset) => {
    await expect(proveSelect(sql, 'shop')).rejects.toMatchObject({ code, connection: 'shop', position: { offset } });
  });

  it('refuses what is nested too deeply to be read, and reads on afterwards', async () => {
    await expect(proveSelect(`SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`, 'shop')).rejects.toMatchObject({
      code: 'syntax_error',
    });
    expect(await proveSelect('SELECT 1', 'shop')).toBe('SELECT 1');
  });

  it('reads a long list', async () => {
    const sql = `SELECT * FROM t WHERE id IN (${Array.from({ length: 50_000 }, (_, index) => index).join(', ')})`;
    expect(await proveSelect(sql, 'shop')).toBe(sql);
  });
});
