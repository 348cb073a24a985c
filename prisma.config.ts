import { defineConfig } from 'prisma/config';

/** For `prisma generate` only: migrations go through scripts/migrate.mts, and the database's place is known at run time. */
export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } });
