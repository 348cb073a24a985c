import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { customerRows, orderLineRows, orderRows, productRows } from '../generate/shop-rows.ts';
import type { PostgresServer } from '../postgres/server.ts';

/** Creates the database `shop` with its rows and the read-only role `analyst`. */
export async function loadShop(server: PostgresServer, analystPassword: string): Promise<void> {
  await withClient(server, 'postgres', async (client) => {
    await client.query(`CREATE ROLE analyst LOGIN PASSWORD ${client.escapeLiteral(analystPassword)}`);
    await client.query('CREATE DATABASE shop');
  });
  await withClient(server, 'shop', async (client) => {
    // One transaction: rows of a table made in it need no write-ahead log, which halves the time.
    await client.query('BEGIN');
    await client.query(await sqlFile('shop-tables.sql'));
    await copy(client, 'customers', customerRows());
    await copy(client, 'products', productRows());
    await copy(client, 'orders', orderRows());
    await copy(client, 'order_lines', orderLineRows());
    await client.query(await sqlFile('shop-keys.sql'));
    await client.query('COMMIT');
    await client.query('VACUUM ANALYZE');
  });
}

async function copy(client: Client, table: string, rows: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(inChunks(rows)), client.query(copyFrom(`COPY ${table} FROM STDIN`)));
}

/** Rows joined to pieces of about 64 KiB: a stream write per row would cost more than making the row. */
function* inChunks(rows: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += row;
    if (chunk.length > 65_536) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

async function withClient(
  server: PostgresServer,
  database: string,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client({
    host: server.host,
    port: server.port,
    user: server.superuser,
    password: server.superuserPassword,
    database,
  });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

const sqlFile = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8');
