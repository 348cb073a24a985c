/** Fills a data folder with whole runs and saved queries, as they would be after a long time of use. */
import Database from 'better-sqlite3';

/** A run for each row of the figures (`fillFigures` comes first), with its connections and its place in the text index; every fortieth failed. */
export function fillRuns(file: string): void {
  const database = open(file);
  database.exec('BEGIN');
  database.exec(`INSERT INTO "Run" ("id", "text", "target", "rowLimit", "pushdown", "status", "startedAt", "endedAt", "queueMs", "planMs", "executeMs",
      "totalMs", "rows", "truncated", "resultBytes", "peakMemoryBytes", "hasResult", "fetchedRows", "fetchedBytes", "searchText", "fetches", "columns",
      "fingerprint", "isPinned", "resultExpiredAt", "searchRow")
    SELECT "runId", text, 'federated', 1000, 'safe', "outcome", at, at, "queueMs", "planMs", "totalMs", "totalMs", 100, 0, 20000, 30000000, 1,
      "fetchedRows", "fetchedBytes", lower(text) || char(10), '[]', '[]', "fingerprint", rowid % 50000 = 0, NULL, "startedMs" * 1000 + rowid % 7
    FROM (SELECT figure.*, figure.rowid, strftime('%Y-%m-%dT%H:%M:%f', figure."startedMs" / 1000.0, 'unixepoch') || '+00:00' AS at,
      'SELECT o.id, o.total, c.name, c.segment FROM shop.table_' || (figure.rowid % 2000) || ' AS o JOIN crm.customers AS c ON c.id = o.customer_id WHERE o.placed_at >= DATE ''2025-'
        || printf('%02d', 1 + figure.rowid % 12) || '-01'' AND o.number = ' || figure.rowid || ' AND c.segment IN (''retail'', ''wholesale'') ORDER BY o.total DESC' AS text
      FROM "RunFigure" AS figure)`);
  database.exec(`INSERT INTO "RunConnection" ("runId", "connection", "startedAt")
    SELECT source."runId", source."connection", run."startedAt" FROM "RunSourceFigure" AS source JOIN "Run" AS run ON run."id" = source."runId"`);
  database.exec(
    'INSERT INTO "RunText" (rowid, "text") SELECT "searchRow", "searchText" FROM "Run" ORDER BY "searchRow"',
  );
  database.exec('COMMIT');
  database.close();
}

/** `queries` saved queries in 40 collections with 200 tags. */
export function fillQueries(file: string, queries: number, endMs: number): void {
  const database = open(file);
  const numbers = `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${queries})`;
  const at = `strftime('%Y-%m-%dT%H:%M:%f', ${endMs / 1000} - n * 300, 'unixepoch') || '+00:00'`;
  const text = `'SELECT * FROM shop.table_' || (n % 2000) || ' WHERE id = ' || n`;
  database.exec('BEGIN');
  database.exec(`${numbers} INSERT INTO "Query" ("id", "version", "title", "description", "kind", "text", "target", "rowLimit", "parameters", "tags",
      "collection", "searchText", "createdAt", "updatedAt", "searchRow")
    SELECT printf('%08x-0000-4000-9000-%012x', n * 2654435761 % 4294967296, n), 1, 'Report ' || n, 'Monthly figures of ' || n, 'statement', ${text}, 'federated', 1000, '[]',
      '["tag-' || (n % 200) || '"]', 'collection ' || (n % 40), lower('Report ' || n || ' Monthly figures of ' || n || ' tag-' || (n % 200) || ' ' || ${text}), ${at}, ${at}, (${endMs} - n * 300000) * 1000
    FROM numbers`);
  database.exec(
    `INSERT INTO "QueryFavourite" ("personId", "queryId") SELECT 'local', "id" FROM "Query" WHERE "title" GLOB '*000'`,
  );
  database.exec(
    'INSERT INTO "QueryText" (rowid, "text") SELECT "searchRow", "searchText" FROM "Query" ORDER BY "searchRow"',
  );
  database.exec(
    `INSERT INTO "QueryTag" ("tag", "queryId") SELECT json_each."value", "Query"."id" FROM "Query", json_each("tags")`,
  );
  database.exec('COMMIT');
  database.close();
}

function open(file: string): Database.Database {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = OFF');
  return database;
}
