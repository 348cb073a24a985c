/** The sources' own time: their clients read the needed rows and throw them away. No engine can be faster over one connection each. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import type { Login } from '../setup/login.ts';
import { DidNotFinish, type Runner } from './runner.ts';

export function drainRunner(logins: { readonly pg: Login; readonly my: Login }): Runner {
  return {
    name: 'drain',
    label: 'slower source alone',
    role: 'limit',
    isExact: true,
    can: (statement) => statement.drain !== undefined,
    async run(statement, timeLimitMs) {
      const { pg: postgresSql, my: mariadbSql } = statement.drain ?? {};
      // One after the other: each source has the machine to itself.
      const times = [
        postgresSql === undefined ? 0 : await drainPostgres(logins.pg, postgresSql),
        mariadbSql === undefined ? 0 : await drainMariadb(logins.my, mariadbSql, timeLimitMs),
      ];
      return { ms: Math.max(...times) };
    },
    close: async () => {},
  };
}

/** Without the time to connect: an engine keeps its connections. */
async function drainPostgres(login: Login, sql: string): Promise<number> {
  const client = new pg.Client(login);
  await client.connect();
  try {
    const startedMs = performance.now();
    for await (const _ of client.query(copyStreams.to(`COPY (${sql}) TO STDOUT`)));
    return performance.now() - startedMs;
  } finally {
    await client.end();
  }
}

/** With the start of the client, some 10 ms. */
async function drainMariadb(login: Login, sql: string, timeLimitMs: number): Promise<number> {
  const place = ['-h', login.host, '-P', String(login.port), '-u', login.user, `--password=${login.password}`];
  const args = ['--no-defaults', '--quick', '--skip-column-names', ...place, login.database, '-e', sql];
  const startedMs = performance.now();
  const client = spawn('mariadb', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const timer = setTimeout(() => client.kill(), timeLimitMs);
  const [code] = (await once(client, 'close').catch((error: Error) => {
    throw new DidNotFinish(`MariaDB's own client is needed (mariadb): ${error.message}`);
  })) as [number | null];
  clearTimeout(timer);
  if (code !== 0) throw new DidNotFinish(`mariadb ended with ${code}.`, code === null);
  return performance.now() - startedMs;
}
