/** A database server as a child process that cannot outlive the benchmark, even one that is killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Account to run as; undefined = ours. */
  readonly account?: { readonly uid: number; readonly gid: number } | undefined;
  /** What its log says when clients may come. */
  readonly readyText: string;
  /** The signal that ends it in good order. */
  readonly stopSignal: 'INT' | 'TERM';
  readonly logPath: string;
}

export interface ServerProcess {
  stop(): Promise<void>;
}

/** The shell waits for the end of our side of its standard input, which comes with our end however we end, and then stops the server. */
const guard = `
  signal=$1; shift
  exec 3<&0
  "$@" 3<&- </dev/null &
  server=$!
  (while read -r _ <&3; do :; done; kill -s "$signal" $server) 2>/dev/null &
  watcher=$!
  exec 3<&-
  wait $server
  status=$?
  kill $watcher 2>/dev/null
  exit $status`;

export async function startServerProcess(server: ServerCommand): Promise<ServerProcess> {
  const child = spawn('/bin/sh', ['-c', guard, 'bench-server', server.stopSignal, server.command, ...server.args], {
    ...server.account,
    cwd: '/',
    // A session of its own: Ctrl+C is for the benchmark, which then stops its servers itself.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', NODE_ENV: process.env.NODE_ENV, ...server.environment },
  });
  const gone = once(child, 'close');
  await isReady(child, server);
  return {
    async stop() {
      child.stdin?.end();
      await gone;
    },
  };
}

async function isReady(child: ChildProcess, server: ServerCommand): Promise<void> {
  const log = createWriteStream(server.logPath);
  await new Promise<void>((resolve, reject) => {
    let seen = '';
    const onOutput = (chunk: Buffer) => {
      log.write(chunk);
      seen = (seen + chunk.toString()).slice(-10_000);
      if (seen.includes(server.readyText)) resolve();
    };
    child.stdout?.on('data', onOutput);
    child.stderr?.on('data', onOutput);
    child.once('error', reject);
    child.once('close', async (code) => {
      log.end();
      const text = await readFile(server.logPath, 'utf8').catch(() => seen);
      reject(new Error(`${server.command} ended while starting (exit code ${code}):\n${text.slice(-2000)}`));
    });
  });
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
