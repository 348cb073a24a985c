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
