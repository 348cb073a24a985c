/** The two systems of the benchmark with TPC-H's tables in them; made at their first use, and used again. */
import { chmod, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { mariadbTables, postgresTables } from '../statements.ts';
import { dumpTables, prepareData } from './data.ts';
import { startMariadbSource } from './mariadb.ts';
import { startPostgresSource } from './postgres.ts';
import { preparePython } from './python.ts';

/** Data stands in `home`, a folder for each scale factor. The servers stop with `cleanup`. */
export async function startSources(home: string, scaleFactor: number, cleanup: AsyncDisposableStack) {
  const folder = path.join(home, `sf-${scaleFactor}`);
  await mkdir(folder, { recursive: true });
  // PostgreSQL may run under an account of its own.
  for (const one of [home, folder]) await chmod(one, 0o755);
  const python = await preparePython(home);
  const data = await prepareData(python, folder, scaleFactor);
  const csv = path.join(folder, 'csv');
  const dump = (tables: readonly string[]) => async () => {
    await dumpTables(python, data.database, csv, tables);
    return csv;
  };
  const postgres = await startPostgresSource(home, folder, postgresTables, dump(postgresTables));
  cleanup.defer(() => postgres.stop());
  const mariadb = await startMariadbSource(folder, scaleFactor, mariadbTables, dump(mariadbTables));
  cleanup.defer(() => mariadb.stop());
  await rm(csv, { recursive: true, force: true });
  return { folder, python, data, postgres, mariadb };
}
