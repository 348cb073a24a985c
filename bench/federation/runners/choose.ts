import path from 'node:path';
import type { Options } from '../options.ts';
import type { LocalData } from '../setup/data.ts';
import type { Source } from '../setup/login.ts';
import { linkMariadb } from '../setup/mysql-fdw.ts';
import type { PostgresSource } from '../setup/postgres.ts';
import { drainRunner } from './drain.ts';
import { joineryProcess } from './joinery.ts';
import { type PeerProcess, type ProcessRunner, processRunner } from './peer-process.ts';
import type { Runner } from './runner.ts';

interface Setting {
  readonly options: Options;
  readonly trinoUrl: string | undefined;
  readonly folder: string;
  readonly python: string;
  readonly data: LocalData;
  readonly postgres: PostgresSource;
  readonly mariadb: Source;
}

const pandasStatements = new Set([
  'q3',
  'q5',
  'q10',
  'q12',
  'q18',
  'selective-join',
  'full-join',
  'nation-pairs',
  'one-order',
  'count-lineitem',
]);

/** All runners that are asked for and can run here, and a local DuckDB of its own for the answers to compare with. */
export async function chooseRunners(setting: Setting): Promise<{ runners: Runner[]; reference: ProcessRunner }> {
  const { options, trinoUrl, folder, python, data, postgres, mariadb } = setting;
  const logins = { pg: postgres.login, my: mariadb.login };
  const sources = JSON.stringify(logins);
  const cleanUp = async (): Promise<void> => {
    // First the one at the far end: it sets free the one that waits for it.
    await mariadb.endSessions();
    await postgres.endSessions();
  };
  const inPython = (script: string, ...args: string[]): PeerProcess['command'] => [
    python,
    path.resolve(import.meta.dirname, '../peers', script),
    ...args,
  ];
  const local: PeerProcess = {
    name: 'local',
    label: 'local DuckDB',
    role: 'limit',
    command: inPython('duckdb_local.py', data.database),
    text: (statement) => statement.local,
    isEngine: true,
  };
  const peers: PeerProcess[] = [
    {
      name: 'duckdb-extensions',
      label: 'DuckDB+ext',
      role: 'peer',
      command: inPython('duckdb_extensions.py', sources),
      text: (statement) => statement.federated,
      isEngine: true,
      cleanUp,
    },
    {
      name: 'pandas',
      label: 'pandas',
      role: 'peer',
      isExact: false,
      command: inPython('pandas_by_hand.py', sources),
      text: () => '',
      can: ({ id }) => pandasStatements.has(id),
      isEngine: true,
      cleanUp,
    },
  ];
  if (postgres.hasMysqlFdw) {
    await linkMariadb(postgres, mariadb.login);
    const text: PeerProcess['text'] = (statement) => statement.local;
    peers.push({
      name: 'mysql-fdw',
      label: 'mysql_fdw',
      role: 'peer',
      command: inPython('mysql_fdw.py', sources),
      text,
      isEngine: false,
      cleanUp,
    });
  } else
    console.error('Without mysql_fdw: there is no system PostgreSQL that has it (Debian: postgresql-*-mysql-fdw).');
  if (trinoUrl !== undefined) {
    peers.push({
      name: 'trino',
      label: 'Trino',
      role: 'peer',
      command: inPython('trino_server.py', sources, trinoUrl, String(options.timeLimitMs / 1000)),
      text: (statement) => inTrino(statement.federated, mariadb.login.database),
      isEngine: false,
    });
  } else console.error('Without Trino: JOINERY_TRINO_HOME names no server, or there is no JDK 24 for it.');
  const all = [
    ...[await joineryProcess(folder, logins, options.timeLimitMs, cleanUp), ...peers, local].map(processRunner),
    drainRunner(logins),
  ];
  const names = options.runners;
  const unknown = names.filter((name) => !all.some((runner) => runner.name === name));
  if (unknown.length > 0) throw new Error(`There is no runner ${unknown.join(', ')} here.`);
  return {
    runners: all.filter(({ name }) => names.length === 0 || names.includes(name)),
    reference: processRunner({ ...local, name: 'reference' }),
  };
}

/** Trino names the schema as well. */
const inTrino = (sql: string, database: string): string =>
  sql.replace(/\bpg\.(?=\w)/g, 'pg.public.').replace(/\bmy\.(?=\w)/g, `my.${database}.`);
