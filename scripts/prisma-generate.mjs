import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
/** Schemas and where their clients go. */
const clients = {
  'prisma/schema.prisma': 'server/history/generated',
  'prisma/postgres/schema.prisma': 'server/history/postgres/generated',
};

/** What a generated client is made from: when this is unchanged there is nothing to do. */
function inputsHash(schema) {
  const prismaPackage = path.join(root, 'node_modules/prisma/package.json');
  const hash = createHash('sha256');
  for (const file of [schema, 'prisma.config.ts']) hash.update(readFileSync(path.join(root, file)));
  hash.update(JSON.parse(readFileSync(prismaPackage, 'utf8')).version);
  return hash.digest('hex');
}

/** Makes the Prisma clients of server/history, one for each kind of database. Downloads nothing. */
export function generatePrismaClient() {
  const made = Object.entries(clients).filter(([schema, folder]) => generate(schema, path.join(root, folder)));
  return made.length === 0 ? 'up to date' : 'generated';
}

function generate(schema, outputDir) {
  const stampPath = path.join(outputDir, '.stamp');
  const hash = inputsHash(schema);
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === hash) return false;
  // `prisma generate` looks for the schema engine, which it does not use here, and would download it; any executable stops that.
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  const cli = path.join(root, 'node_modules/prisma/build/index.js');
  const args = [cli, 'generate', '--no-hints', '--schema', schema];
  const result = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
  if (result.status !== 0) {
    throw new Error(`prisma generate failed (${result.status ?? result.signal})\n${result.stdout}\n${result.stderr}`);
  }
  writeFileSync(stampPath, hash);
  return true;
}
