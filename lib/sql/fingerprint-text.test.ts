import { expect, it } from 'vitest';
import { fingerprintText, readableFingerprint } from './fingerprint-text.ts';

it('leaves out what changes from run to run', () => {
  const one = fingerprintText("SELECT a.x, 'text' FROM shop.orders a -- a comment\nWHERE id IN (1, 2, 3) AND y > 4.5;");
  const other = fingerprintText("select a.x, 'it''s'  from SHOP.orders a where ID in (7)\n and y > 12");
  expect(one).toBe('select a.x, ? from shop.orders a where id in (?) and y > ?');
  expect(other).toBe(one);
});

it('keeps operators of two signs together', () => {
  expect(fingerprintText('SELECT a||b, c::text FROM t WHERE x>=1 AND y <> 2')).toBe(
    'select a || b, c :: text from t where x >= ? and y <> ?',
  );
});

it('keeps what makes another query', () => {
  expect(fingerprintText('SELECT "A" FROM t')).not.toBe(fingerprintText('SELECT "a" FROM t'));
  expect(fingerprintText('SELECT a FROM t LIMIT 1')).not.toBe(fingerprintText('SELECT a FROM t'));
  expect(fingerprintText('SELECT {{x}} FROM t')).not.toBe(fingerprintText('SELECT {{y}} FROM t'));
});

it('reads as people write', () => {
  const kept = fingerprintText(
    'SELECT count(*), größe(a) FROM range(5) AS t (n) JOIN (SELECT 1) USING (a) WHERE a < {{last}} AND b IN (1, 2)',
  );
  expect(kept).toContain('{ { last } }');
  expect(readableFingerprint(kept)).toBe(
    'select count(*), größe(a) from range(?) as t(n) join (select ?) using (a) where a < {{last}} and b in (?)',
  );
});
