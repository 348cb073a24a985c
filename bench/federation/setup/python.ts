import path from 'node:path';
import { run } from '../../../test/servers/mariadb-binaries.ts';
import { makeOnce } from './once.ts';

/** DuckDB and its extensions must be of one version. It is the version that Joinery itself is built on. */
const packages = [
  'duckdb==1.5.5',
  'duckdb-extension-tpch==1.5.5',
  'duckdb-extension-postgres-scanner==1.5.5',
  'duckdb-extension-mysql-scanner==1.5.5',
  'pandas',
  'sqlalchemy',
  'psycopg2-binary',
  'pymysql',
  'trino',
];

/** The Python that makes the data and runs the peers. Answers the path of its interpreter. */
export async function preparePython(home: string): Promise<string> {
  const folder = path.join(home, 'python');
  await makeOnce(folder, async () => {
    console.error('Setting up Python for the peers (a minute or two, once) ...');
    await run('python3', ['-m', 'venv', folder]);
    await run(path.join(folder, 'bin', 'pip'), ['install', '--quiet', ...packages]);
  });
  return path.join(folder, 'bin', 'python');
}
