/** The BigQuery emulator `bqemulator` (PyPI): its process, on free ports, with data in memory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ensurePythonPackages, pythonOf } from './python-packages.ts';

const duckdbVersion = '1.5.5';
const packages = [
  'bqemulator==1.4.0',
  `duckdb==${duckdbVersion}`,
  `duckdb-extension-spatial==${duckdbVersion}`,
  'numpy',
];

export interface BigqueryEmulator {
  readonly url: string;
  readonly grpcUrl: string;
  readonly project: string;
  stop(): Promise<void>;
}

/** Finds the emulator, or gets it once (up to a minute). Call it before tests so that no test waits for a download. */
export async function ensureBigqueryEmulator(): Promise<string> {
  const environment = await ensurePythonPackages('bigquery', packages);
  await placeExtension(environment);
  return environment;
}

export async function startBigqueryEmulator(): Promise<BigqueryEmulator> {
  const environment = await ensureBigqueryEmulator();
  const project = 'demo';
  const [restPort, grpcPort] = [await freePort(), await freePort()];
  const child = spawn(
    pythonOf(environment),
    [
      ...['-m', 'bqemulator', 'start', '--project', project, '--log-level', 'error'],
      ...['--rest-port', String(restPort), '--grpc-port', String(grpcPort)],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: environment } },
  );
  const url = `http://127.0.0.1:${restPort}`;
  await answering(child, `${url}/bigquery/v2/projects/${project}/datasets`);
  return {
    url,
    grpcUrl: `http://127.0.0.1:${grpcPort}`,
    project,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** DuckDB looks for extensions below the home folder; the package brings the file. */
async function placeExtension(environment: string): Promise<void> {
  const folder = join(environment, '.duckdb', 'extensions', `v${duckdbVersion}`, 'linux_amd64');
  const target = join(folder, 'spatial.duckdb_extension');
  if (existsSync(target)) return;
  const files = await readdir(join(environment, 'lib'), { recursive: true });
  const found = files.find((file) => file.endsWith('spatial.duckdb_extension'));
  if (found === undefined) throw new Error('The package duckdb-extension-spatial holds no extension.');
  await mkdir(folder, { recursive: true });
  await copyFile(join(environment, 'lib', found), target);
}

/** Settles when the server answers; fails when the process ends before. */
export async function answering(child: ChildProcess, url: string): Promise<void> {
  let said = '';
  const collect = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  while (child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
    if (answer !== undefined) {
      await answer.body?.cancel();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The server at ${url} ended while starting: ${said}`);
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
