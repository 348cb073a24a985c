/** Joinery: the engine of this checkout in a process of its own, kept alive as the workbench keeps its engine. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { engineEnvironment, engineFlags } from '../../../server/engine/engine-environment.ts';
import { type Login, READER } from '../setup/login.ts';
import type { PeerProcess } from './peer-process.ts';

const PASSWORD_VARIABLE = 'JOINERY_BENCH_PASSWORD';
/** Beyond its own time limit: by then every fetch must have ended at its source. */
const GRACE_MS = 5_000;

/** Its configuration and data stand in `folder`; what it learned about its sources stays between rounds, not between benchmarks. */
export async function joineryProcess(
  folder: string,
  logins: { readonly pg: Login; readonly my: Login },
  timeLimitMs: number,
  cleanUp: () => Promise<void>,
): Promise<PeerProcess> {
  const home = path.join(folder, 'joinery');
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  const config = path.join(home, 'config.yaml');
  const connection = (driver: string, login: Login): string =>
    JSON.stringify({ driver, ...login, password: `env:${PASSWORD_VARIABLE}` });
  await writeFile(
    config,
    `connections:\n  pg: ${connection('postgres', logins.pg)}\n  my: ${connection('mysql', logins.my)}\nlimits: { runTimeMs: ${timeLimitMs} }\n`,
  );
  return {
    name: 'joinery',
    label: 'Joinery',
    role: 'subject',
    command: [process.execPath, ...engineFlags, path.resolve(import.meta.dirname, '../peers/joinery.ts'), config],
    env: { ...engineEnvironment, [PASSWORD_VARIABLE]: READER.password },
    text: (statement) => statement.federated,
    isEngine: true,
    graceMs: GRACE_MS,
    cleanUp,
  };
}
