import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { longestRecord, recordOptions } from './csv-records.ts';

const never = new AbortController().signal;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-records-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lengthOf(content: string | Uint8Array, compression: 'none' | 'gzip' | 'zstd' = 'none') {
  const file = path.join(folder, 'a.csv');
  await writeFile(file, content);
  return longestRecord(file, compression, never);
}

describe('the longest record of a CSV file', () => {
  const long = 'x'.repeat(3_000_000);
  const lines = `${'y'.repeat(99)}\n`.repeat(40_000);

  it.each([
    ['short ones need nothing said', 'a,b\n1,2\n', 2_000_000],
    ['a line', `a\n${long}\nb\n`, 3_000_001],
    ['the last one, without a line end', `a\n${long}`, 3_000_000],
    ['line ends of other systems', `a\r\n${long}\r\nb\r`, 3_000_001],
    ['line ends within quotes', `a,b\n1,"${lines}"\n2,c\n`, 2 + 2 + lines.length + 1],
    ['doubled quotes', `a\n"""${lines}"""\n`, lines.length + 7],
  ])('%s', async (_, content, bytes) => {
    expect(await lengthOf(content)).toBe(bytes);
  });

  it('is that of the unpacked text', async () => {
    expect(await lengthOf(gzipSync(`a\n${long}\n`), 'gzip')).toBe(3_000_001);
    expect(await lengthOf(zstdCompressSync(`a\n${long}\n`), 'zstd')).toBe(3_000_001);
  });

  it('a line that is too long is told', async () => {
    const file = path.join(folder, 'b.csv');
    const handle = await open(file, 'w');
    await handle.truncate(200 * 1_048_576);
    await handle.close();
    await expect(longestRecord(file, 'none', never)).rejects.toThrow('a line of more than 128 MiB');
  });

  it('a stray quote does not make a long file one record', async () => {
    const stray = `a\n5" pipe\n${'z'.repeat(99)}\n`.concat(`${'z'.repeat(99)}\n`.repeat(1_400_000));
    expect(await lengthOf(stray)).toBe(2_000_000);
  });

  it('is said to DuckDB only where it has to be', () => {
    expect(recordOptions(2_000_000)).toEqual([]);
    expect(recordOptions(3_000_000)).toEqual(['max_line_size = 3000000', 'buffer_size = 32000000']);
    expect(recordOptions(100_000_000)).toEqual(['max_line_size = 100000000', 'buffer_size = 102000000']);
  });
});
