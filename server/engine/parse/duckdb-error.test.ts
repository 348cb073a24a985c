import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { fromDuckDBError } from './duckdb-error.ts';

test.each([
  ['IO Error: Could not write file "/srv/data/tmp/run-1/result.duckdb": No space left on device', /full/],
  [
    `TransactionContext Error: Detached database 'joinery result', but CHECKPOINT during DETACH failed.\nOriginal error: Could not write file "/srv/data/tmp/run-1/result.duckdb": No space left on device`,
    /full/,
  ],
  [
    'Out of Memory Error: failed to offload data block of size 256.0 KiB (1.0 MiB/1.0 MiB used). This limit was set by the max_temp_directory_size setting, for "/srv/data/tmp".',
    /more room/,
  ],
])('a full disk is told without files of the server: %s', (message, words) => {
  const error = fromDuckDBError(new Error(message), undefined);
  expect(error).toMatchObject({ code: 'disk_full', message: expect.stringMatching(words) });
  expect(`${error.message} ${error.hint}`).not.toContain('/srv');
});

test.each([
  [
    'select ordred_at from orders',
    'unknown_column',
    'No table of FROM has a column "ordred_at".',
    /^Near in name: "ordered_at"/,
  ],
  ['select o.nope from orders o', 'unknown_column', '"o" has no column "nope".', /^Near in name: /],
  ['select x.order_id from orders o', 'invalid_statement', 'FROM has no table "x".', /^Near in name: "o"/],
  ['select 9000000000000000000 * 100::BIGINT', 'conversion_failed', /^Overflow/, /wider type/],
])('%s is told in plain words', async (text, code, message, hint) => {
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run('SET errors_as_json = true');
  await connection.run('CREATE TABLE orders (order_id INTEGER, ordered_at DATE)');
  const thrown: unknown = await connection.run(text).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  const error = fromDuckDBError(thrown, text);
  expect(error).toMatchObject({ code, hint: expect.stringMatching(hint) });
  expect(error.message).toMatch(message);
  connection.closeSync();
});
