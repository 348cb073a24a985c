import { readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { accountRows, contactRows, ticketRows } from '../generate/crm.ts';

/** Makes the SQLite file at `path`, under another name until it is whole. */
export async function makeCrm(path: string): Promise<void> {
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  const database = new Database(draft);
  try {
    // Nobody reads the draft and a broken one is made anew, so that nothing needs to be safe on disk meanwhile.
    database.pragma('journal_mode = OFF');
    database.pragma('synchronous = OFF');
    database.exec(readFileSync(new URL('crm-tables.sql', import.meta.url), 'utf8'));
    database.exec('BEGIN');
    insertAll(database, 'accounts', accountRows());
    insertAll(database, 'contacts', contactRows());
    insertAll(database, 'tickets', ticketRows());
    database.exec('COMMIT');
    database.exec('CREATE INDEX accounts_customer_number ON accounts (customer_number)');
    database.exec('CREATE INDEX tickets_account ON tickets (account_id)');
    database.exec('ANALYZE');
  } finally {
    database.close();
  }
  await rename(draft, path);
}

function insertAll(database: Database.Database, table: string, rows: Iterable<readonly unknown[]>): void {
  const columnCount = database.pragma(`table_info(${table})`) as unknown[];
  const insert = database.prepare(`INSERT INTO ${table} VALUES (${columnCount.map(() => '?').join(', ')})`);
  for (const row of rows) insert.run(...row);
}
