import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const outputDir = path.join(root, 'server/history/generated');
const stampPath = path.join(outputDir, '.stamp');

/** What the generated client is made from: when this is unchanged there is nothing to do. */
function inputsHash() {
  const prismaPackage = path.join(root, 'node_modules/prisma/package.json');
  const hash = createHash('sha256');
  for (const file of ['prisma/schema.prisma', 'prisma.config.ts']) hash.update(readFileSync(path.join(root, file)));
  hash.update(JSON.parse(readFileSync(prismaPackage, 'utf8')).version);
  return hash.digest('hex');
}

/** Makes the Prisma client of server/history. Downloads nothing. */
export function generatePrismaClient() {
  const hash = inputsHash();
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === hash) return 'up to date';
  // `prisma generate` looks for the schema engine, which it does not use here, and would download it; any executable stops that.
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  const cli = path.join(root, 'node_modules/prisma/build/index.js');
  const result = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], { cwd: root, env, encoding: 'utf8' });
  if (result.status !== 0) {
    throw new Error(`prisma generate failed (${result.status ?? result.signal})\n${result.stdout}\n${result.stderr}`);
  }
  writeFileSync(stampPath, hash);
  return 'generated';
}
