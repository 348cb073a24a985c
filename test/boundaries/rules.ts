/**
 * Which module may import which: the directions of docs/architecture.md. Paths are relative to the project, packages are written
 * `npm:name`, Node's own modules `node:name`. Tests may import anything.
 */
export interface Rule {
  readonly name: string;
  readonly because: string;
  /** Importing files that the rule is for ... */
  readonly from: RegExp;
  /** ... except these. */
  readonly exceptFrom?: RegExp;
  /** What they must not import. `$1` stands for the first group of `from`. */
  readonly to: string;
}

export const rules: readonly Rule[] = [
  {
    name: 'lib-is-isomorphic',
    because: 'lib runs in the browser too: no I/O and nothing of the other layers.',
    from: /^lib\//,
    to: '^(app|components|server|cli|demo)/|^node:',
  },
  {
    name: 'components-know-lib-only',
    because: 'Components get data and actions handed in, or speak to routes.',
    from: /^components\//,
    to: '^(app|server|cli|demo)/|^node:',
  },
  {
    name: 'app-uses-the-front-door',
    because:
      'Routes parse, call the workbench and stream; they know server/*.ts and what hides secrets, none of its parts.',
    from: /^app\//,
    to: '^(cli|demo)/|^server/(?!secrets/known-secrets\\.ts)[^/]+/',
  },
  {
    name: 'server-knows-no-screen',
    because: 'The server also serves the CLI.',
    from: /^server\//,
    // What serves the page has to start Next.
    exceptFrom: /^server\/http\//,
    to: '^(app|components|cli|demo)/|^npm:(react|react-dom|next)(/|$)',
  },
  {
    name: 'engine-knows-no-driver',
    because: 'The engine knows connector.ts; drivers are handed to it.',
    from: /^server\/engine\//,
    exceptFrom: /^server\/engine\/worker\//,
    to: '^server/connectors/([^/]+/|registry\\.ts)',
  },
  {
    name: 'drivers-stand-alone',
    because: 'A driver knows the contract, errors and lib, no other driver and no other part of the server.',
    from: /^server\/connectors\/([^/]+)\//,
    to: '^server/connectors/(?!$1/)[^/]+/|^server/connectors/registry\\.ts|^server/(?!connectors/)[^/]+/',
  },
  {
    name: 'duckdb-stays-in-its-place',
    because: 'Only what evaluates or stores results, or adds up the figures of runs, may hold a DuckDB.',
    from: /./,
    exceptFrom:
      /^(server\/engine|server\/results|server\/history\/figures|server\/connectors\/(files|duckdb)|demo|bench)\//,
    to: '^npm:@duckdb/',
  },
  {
    name: 'prisma-stays-in-history',
    because: 'History is the only part that knows how it is kept.',
    from: /./,
    exceptFrom: /^(server\/history|prisma|scripts)\/|^prisma\.config\.ts$/,
    to: '^npm:@?prisma(/|$)|^server/history/(postgres/)?generated/',
  },
  {
    name: 'postgres-client-stays-in-its-driver',
    because: 'A source is reached through its driver.',
    from: /./,
    // History may be kept in a PostgreSQL of its own.
    exceptFrom: /^(server\/connectors\/postgres|server\/history\/postgres|demo|bench)\//,
    to: '^npm:(pg|pg-copy-streams)(/|$)',
  },
  {
    name: 'mysql-client-stays-in-its-driver',
    because: 'A source is reached through its driver.',
    from: /./,
    exceptFrom: /^(server\/connectors\/mysql|bench)\//,
    to: '^npm:mysql2(/|$)',
  },
  {
    name: 'sqlite-client-stays-in-its-driver',
    because:
      'A source is reached through its driver; history keeps its own file, and a backup copies that by the same library.',
    from: /./,
    exceptFrom: /^(server\/connectors\/sqlite|server\/history|demo|bench)\/|^server\/operations\/backup\.ts$/,
    to: '^npm:better-sqlite3(/|$)',
  },
  {
    name: 'xlsx-readers-stay-in-their-driver',
    because: 'A source is reached through its driver; a backup is a zip file too.',
    from: /./,
    exceptFrom: /^server\/(connectors\/files\/|operations\/restore\.ts)/,
    to: '^npm:(yauzl|saxes)(/|$)',
  },
  {
    name: 'zip-writer-stays-with-the-exports',
    because: 'Only the XLSX export and the backup write zip files.',
    from: /./,
    exceptFrom: /^server\/(results\/|operations\/backup\.ts)/,
    to: '^npm:yazl(/|$)',
  },
  {
    name: 'bigquery-client-stays-in-its-driver',
    because: 'A source is reached through its driver.',
    from: /./,
    exceptFrom: /^(server\/connectors\/bigquery|bench)\//,
    to: '^npm:(@google-cloud/bigquery|@grpc/[^/]+|apache-arrow)(/|$)',
  },
  {
    name: 'snowflake-client-stays-in-its-driver',
    because: 'A source is reached through its driver.',
    from: /./,
    exceptFrom: /^(server\/connectors\/snowflake|bench)\//,
    to: '^npm:snowflake-sdk(/|$)',
  },
  {
    name: 'trino-client-stays-in-the-bench',
    because: 'It rounds numbers above 2^53: the driver speaks the protocol itself.',
    from: /./,
    exceptFrom: /^bench\//,
    to: '^npm:trino-client(/|$)',
  },
  {
    name: 'models-are-asked-by-the-assistant',
    because: 'What leaves for a model passes the policies of the connections, in one place.',
    from: /./,
    exceptFrom: /^server\/assistant\//,
    to: '^npm:(ai|@ai-sdk/[^/]+)(/|$)',
  },
  {
    name: 'sign-in-stays-with-access',
    because: 'Sessions and passwords are handled in one place; its tables are kept by history.',
    from: /./,
    exceptFrom: /^server\/(access|history\/access)\//,
    to: '^npm:better-auth(/|$)',
  },
  {
    name: 'secret-manager-stays-with-the-secrets',
    because: 'References to credentials are resolved in one place.',
    from: /./,
    exceptFrom: /^server\/secrets\//,
    to: '^npm:@google-cloud/secret-manager(/|$)',
  },
  {
    name: 'nothing-needs-tests',
    because: 'What ships must not depend on test code.',
    from: /./,
    to: '^(test|e2e|bench)/|\\.test\\.tsx?$|/(testing|conformance)/|/test-[^/]+\\.ts$',
  },
];

/** Files that no rule is for. */
export const isTestCode = (path: string): boolean =>
  /\.test\.tsx?$|^(test|e2e|bench)\/|\/(testing|conformance)\/|\/test-[^/]+\.ts$|^[^/]*\.config\.ts$/.test(path) ||
  /^scripts\/lib\/ensure-[\w-]+\.mts$/.test(path);
