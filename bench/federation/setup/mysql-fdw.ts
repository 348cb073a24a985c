import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Login } from './login.ts';
import type { PostgresSource } from './postgres.ts';

/** Makes MariaDB's tables known to PostgreSQL, in the schema `my`. Done at each start, because MariaDB's port changes. */
export async function linkMariadb(postgres: PostgresSource, mariadb: Login): Promise<void> {
  const client = await postgres.admin();
  try {
    await client.query(await readFile(path.resolve(import.meta.dirname, '../schema/mysql-fdw.sql'), 'utf8'));
    const reader = postgres.login.user;
    await client.query(
      `CREATE SERVER mariadb FOREIGN DATA WRAPPER mysql_fdw
         OPTIONS (host '${mariadb.host}', port '${mariadb.port}', fetch_size '10000');
       CREATE USER MAPPING FOR PUBLIC SERVER mariadb OPTIONS (username '${mariadb.user}', password '${mariadb.password}');
       GRANT USAGE ON FOREIGN SERVER mariadb TO ${reader};
       IMPORT FOREIGN SCHEMA ${mariadb.database} FROM SERVER mariadb INTO my;
       GRANT USAGE ON SCHEMA my TO ${reader};
       GRANT SELECT ON ALL TABLES IN SCHEMA my TO ${reader}`,
    );
  } finally {
    await client.end();
  }
}
