/**
 * A real Trino server for tests, with a `memory` and a `tpch` catalog: free port, loopback only, its data in a temporary folder. It is used where it is
 * installed: `JOINERY_TRINO_HOME` names the unpacked server (Maven Central, `io.trino:trino-server:476`, 821 MB), `JOINERY_JAVA_HOME` or
 * `JAVA_HOME` a JDK 24 or later. It takes half a minute to start; `JOINERY_TRINO_PORT` names one that runs already on this machine with both catalogs, whose
 * `memory` catalog is emptied. Nothing is downloaded here: tests that need it are skipped where it is not.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const OLDEST_JAVA = 24;
const JVM_FOLDER = '/usr/lib/jvm';

export type TrinoInstallation = { readonly home: string; readonly javaHome: string } | { readonly runningPort: number };

export interface TrinoServer {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Undefined where there is no server or no Java for it. */
export function findTrino(): TrinoInstallation | undefined {
  const runningPort = Number(process.env.JOINERY_TRINO_PORT ?? 0);
  if (runningPort > 0) return { runningPort };
  const home = process.env.JOINERY_TRINO_HOME;
  if (home === undefined || !existsSync(join(home, 'bin', 'launcher'))) return undefined;
  const installed = existsSync(JVM_FOLDER) ? readdirSync(JVM_FOLDER).map((name) => join(JVM_FOLDER, name)) : [];
  const candidates = [process.env.JOINERY_JAVA_HOME, process.env.JAVA_HOME, ...installed];
  const javaHome = candidates.find((path) => path !== undefined && javaVersion(path) >= OLDEST_JAVA);
  return javaHome === undefined ? undefined : { home, javaHome };
}

function javaVersion(javaHome: string): number {
  try {
    const text = execFileSync(join(javaHome, 'bin', 'java'), ['--version'], { encoding: 'utf8' });
    return Number(/^\S+ (\d+)/.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

export interface TrinoSetup {
  /** Lines of the properties of further catalogs, by name. */
  readonly catalogs?: Readonly<Record<string, readonly string[]>>;
  /** Lines of `config.properties` that say what it may use. */
  readonly memory?: readonly string[];
  /** Heap and garbage collector of the JVM. */
  readonly jvm?: readonly string[];
}

const smallMemory = ['query.max-memory-per-node=500MB'];
const smallJvm = ['-Xmx2G', '-XX:+UseSerialGC'];

/** `setup` does not reach a server that runs already. */
export async function startTrino(
  installation: TrinoInstallation,
  { catalogs = {}, memory = smallMemory, jvm = smallJvm }: TrinoSetup = {},
): Promise<TrinoServer> {
  if ('runningPort' in installation) {
    const server = { host: '127.0.0.1', port: installation.runningPort };
    const tables = await trinoRows(
      server,
      "SELECT table_name FROM memory.information_schema.tables WHERE table_schema = 'default'",
    );
    for (const [name] of tables)
      await trinoRows(server, `DROP TABLE memory.default."${String(name).replaceAll('"', '""')}"`);
    return { ...server, stop: async () => undefined };
  }
  const { home, javaHome } = installation;
  const dir = await mkdtemp(join(tmpdir(), 'joinery-trino-'));
  const etc = join(dir, 'etc');
  const port = await freePort();
  await mkdir(join(etc, 'catalog'), { recursive: true });
  const files: Readonly<Record<string, readonly string[]>> = {
    'config.properties': [
      'coordinator=true',
      'node-scheduler.include-coordinator=true',
      `http-server.http.port=${port}`,
      `discovery.uri=http://127.0.0.1:${port}`,
      ...memory,
    ],
    'node.properties': [
      'node.environment=test',
      `node.data-dir=${join(dir, 'data')}`,
      'node.internal-address=127.0.0.1',
    ],
    'jvm.config': ['-server', ...jvm, '-Djdk.attach.allowAttachSelf=true', '--add-modules=jdk.incubator.vector'],
    'catalog/memory.properties': ['connector.name=memory'],
    'catalog/tpch.properties': ['connector.name=tpch'],
    ...Object.fromEntries(Object.entries(catalogs).map(([name, lines]) => [`catalog/${name}.properties`, lines])),
  };
  for (const [name, lines] of Object.entries(files)) await writeFile(join(etc, name), `${lines.join('\n')}\n`);
  const child = spawn(join(home, 'bin', 'launcher'), ['run', '--etc-dir', etc], {
    env: { ...process.env, JAVA_HOME: javaHome, PATH: `${join(javaHome, 'bin')}:${process.env.PATH}` },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await ready(port, ended);
  } catch (error) {
    await stop();
    throw error;
  }
  return { host: '127.0.0.1', port, stop };
}

/** Rows of one statement, as an administrator who is not Joinery. */
export async function trinoRows({ host, port }: Pick<TrinoServer, 'host' | 'port'>, sql: string): Promise<unknown[][]> {
  const headers = {
    'x-trino-user': 'admin',
    'x-trino-source': 'tests',
    'x-trino-client-capabilities': 'PARAMETRIC_DATETIME',
  };
  const rows: unknown[][] = [];
  let answer = await fetch(`http://${host}:${port}/v1/statement`, { method: 'POST', body: sql, headers });
  for (;;) {
    const page = (await answer.json()) as { data?: unknown[][]; nextUri?: string; error?: { message: string } };
    if (page.error !== undefined) throw new Error(page.error.message);
    rows.push(...(page.data ?? []));
    if (page.nextUri === undefined) return rows;
    answer = await fetch(page.nextUri, { headers });
  }
}

/** The server is asked until it plans queries; a process that has ended ends the waiting. */
async function ready(port: number, ended: Promise<unknown>): Promise<void> {
  let isEnded = false;
  void ended.then(() => {
    isEnded = true;
  });
  for (;;) {
    if (isEnded) throw new Error('Trino ended while it started.');
    try {
      await trinoRows({ host: '127.0.0.1', port }, 'SELECT count(*) FROM tpch.tiny.nation');
      return;
    } catch {
      await delay(500);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
