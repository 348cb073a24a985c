import { describe, expect, test } from 'vitest';
import { findViolations } from './find-violations.ts';
import { rules } from './rules.ts';

/** For each rule a file that breaks it; the imports need not exist. */
const violating: Record<string, readonly [path: string, text: string]> = {
  'lib-is-isomorphic': ['lib/format/cell.ts', "import { readFile } from 'fs/promises';"],
  'components-know-lib-only': ['components/results/grid.tsx', "import type { Run } from '../../server/workbench.ts';"],
  'app-uses-the-front-door': ['app/api/runs/route.ts', "import { run } from '../../../server/engine/engine.ts';"],
  'server-knows-no-screen': ['server/engine/engine.ts', "export { Grid } from '../../components/results/grid.tsx';"],
  'engine-knows-no-driver': ['server/engine/engine.ts', "import { p } from '../connectors/postgres/index.ts';"],
  'drivers-stand-alone': ['server/connectors/mysql/driver.ts', "import { q } from '../postgres/dialect.ts';"],
  'duckdb-stays-in-its-place': ['server/catalog/search.ts', "import { DuckDBInstance } from '@duckdb/node-api';"],
  'prisma-stays-in-history': ['server/workbench.ts', "import { PrismaClient } from './history/generated/client.ts';"],
  'postgres-client-stays-in-its-driver': ['cli/query.ts', "const pg = await import('pg');"],
  'mysql-client-stays-in-its-driver': ['server/connectors/sqlite/driver.ts', "import mysql from 'mysql2/promise';"],
  'sqlite-client-stays-in-its-driver': ['app/page.tsx', "import Database from 'better-sqlite3';"],
  'zip-writer-stays-with-the-exports': ['server/history/a.ts', "import { ZipFile } from 'yazl';"],
  'xlsx-readers-stay-in-their-driver': ['server/results/a.ts', "import { openPromise } from 'yauzl';"],
  'bigquery-client-stays-in-its-driver': [
    'cli/query.ts',
    "const { BigQuery } = await import('@google-cloud/bigquery');",
  ],
  'snowflake-client-stays-in-its-driver': ['server/catalog/search.ts', "import snowflake from 'snowflake-sdk';"],
  'trino-client-stays-in-the-bench': ['server/connectors/trino/client.ts', "import { Trino } from 'trino-client';"],
  'models-are-asked-by-the-assistant': ['app/api/chat/route.ts', "import { generateText } from 'ai';"],
  'sign-in-stays-with-access': ['app/api/auth/route.ts', "import { betterAuth } from 'better-auth';"],
  'secret-manager-stays-with-the-secrets': ['server/config/x.ts', "import '@google-cloud/secret-manager';"],
  'nothing-needs-tests': ['server/index.ts', "export * from '../test/servers/postgres.ts';"],
};

describe('each rule fires', () => {
  test.each(rules.map((rule) => rule.name))('%s', (name) => {
    const [path, text] = violating[name] ?? ['', ''];
    expect(findViolations([{ path, text }]).map((violation) => violation.rule.name)).toContain(name);
  });
});

test('allowed directions pass', () => {
  const files = [
    ['app/api/runs/route.ts', "import { workbench } from '../../../server/index.ts';"],
    ['components/results/grid.tsx', "import { cellText } from '../../lib/format/cell.ts';"],
    ['server/engine/engine.ts', "import type { Connector } from '../connectors/connector.ts';"],
    ['server/engine/duckdb.ts', "import { DuckDBInstance } from '@duckdb/node-api';"],
    ['server/connectors/postgres/driver.ts', "import pg from 'pg'; import { q } from './dialect.ts';"],
    ['server/connectors/postgres/driver.ts', "import { JoineryError } from '../../errors.ts';"],
    ['server/connectors/postgres/driver.test.ts', "import { startPostgres } from '../../../test/servers/postgres.ts';"],
  ] as const;
  expect(findViolations(files.map(([path, text]) => ({ path, text })))).toEqual([]);
});

test('says where the import stands', () => {
  const text = "import { a } from './a.ts';\nimport { b } from '../mysql/b.ts';\n";
  expect(findViolations([{ path: 'server/connectors/files/driver.ts', text }])).toMatchObject([
    { path: 'server/connectors/files/driver.ts', line: 2, target: 'server/connectors/mysql/b.ts' },
  ]);
});
