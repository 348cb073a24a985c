import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { type CsvRow, campaignHeader, campaignRows, sessionColumns, sessionRows } from '../generate/web.ts';

/** Makes the folder of files at `path`, under another name until it is whole. */
export async function makeWeb(path: string): Promise<void> {
  const draft = `${path}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const sessionsCsv = `${path}.sessions.csv`;
  try {
    await writeCsv(sessionsCsv, sessionRows());
    await toParquet(sessionsCsv, join(draft, 'sessions.parquet'));
  } finally {
    await rm(sessionsCsv, { force: true });
  }
  await writeCsv(join(draft, 'campaigns.csv'), [campaignHeader, ...campaignRows()]);
  await copyFile(fileURLToPath(new URL('web-metadata.yaml', import.meta.url)), join(draft, '_metadata.yaml'));
  await rm(path, { recursive: true, force: true });
  await rename(draft, path);
}

async function toParquet(csv: string, parquet: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  try {
    const connection = await instance.connect();
    try {
      const columns = Object.entries(sessionColumns).map(([name, type]) => `${name}: '${type}'`);
      await connection.run("SET TimeZone = 'UTC'");
      await connection.run(
        `COPY (SELECT * FROM read_csv(${quoted(csv)}, header = false, auto_detect = false, columns = {${columns.join(', ')}}))
         TO ${quoted(parquet)} (FORMAT parquet, COMPRESSION zstd)`,
      );
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

async function writeCsv(path: string, rows: Iterable<CsvRow>): Promise<void> {
  await pipeline(Readable.from(lines(rows)), createWriteStream(path));
}

function* lines(rows: Iterable<CsvRow>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.map(csvCell).join(',')}\n`;
    if (chunk.length > 65_536) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}

const csvCell = (cell: string | null): string =>
  cell === null ? '' : /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
