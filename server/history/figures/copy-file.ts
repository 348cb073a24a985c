/** The DuckDB that holds the copy: a file beside the history, so that a start does not copy a million runs again. It can be deleted at any time. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { createTables } from './figure-tables.ts';

/** A million runs with two sources each take about 250 MB. */
const MEMORY_LIMIT = '1GB';
/** Another form of the tables gets another number: files of former ones are removed. */
const FORM = 2;

interface Copy {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
}

export const IN_MEMORY = ':memory:';
export const copyPath = (historyPath: string): string => path.join(path.dirname(historyPath), `figures-${FORM}.duckdb`);

/** Of a version that had other columns. */
async function removeFormerCopies(file: string): Promise<void> {
  const former = Array.from({ length: FORM - 1 }, (_, index) => `figures-${index + 1}.duckdb`);
  await Promise.all(former.map((name) => removeCopy(path.join(path.dirname(file), name))));
}

export async function removeCopy(file: string): Promise<void> {
  if (file === IN_MEMORY) return;
  await Promise.all([rm(file, { force: true }), rm(`${file}.wal`, { force: true })]);
}

/** Opens or makes the copy; one that cannot be read is made anew. Where another process holds it (the CLI beside a server), the copy is in memory. */
export async function openCopy(file: string): Promise<Copy> {
  const isNew = file === IN_MEMORY || !existsSync(file);
  if (isNew && file !== IN_MEMORY) await removeFormerCopies(file);
  try {
    return await openAt(file, isNew);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : '';
    if (/lock/i.test(message)) return openAt(IN_MEMORY, true);
    await removeCopy(file);
    return openAt(file, true).catch(() => openAt(IN_MEMORY, true));
  }
}

async function openAt(file: string, isNew: boolean): Promise<Copy> {
  const instance = await DuckDBInstance.create(file, {
    threads: '2',
    memory_limit: MEMORY_LIMIT,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    enable_external_access: 'false',
  });
  try {
    const connection = await instance.connect();
    if (isNew) await createTables(connection);
    // Fails for a file that lacks them.
    else await connection.run('SELECT (SELECT max("runRow") FROM run), (SELECT max("bytesBilled") FROM source)');
    return { instance, connection };
  } catch (thrown) {
    instance.closeSync();
    throw thrown;
  }
}
