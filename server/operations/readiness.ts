/** Whether a server can do its work now. Tells which part cannot, not why: it is asked without signing in. */
import { statfs } from 'node:fs/promises';

export interface Readiness {
  readonly status: 'ready' | 'not_ready' | 'stopping';
  readonly checks: Readonly<Record<'database' | 'engine' | 'disk', 'ok' | 'failed'>>;
}

export interface ReadinessParts {
  readonly dataDir: string;
  /** Rejects if the database does not answer. */
  readonly askDatabase: () => Promise<unknown>;
  /** Rejects if there is no engine process and none can be started. */
  readonly askEngine: () => Promise<unknown>;
}

/** Room below which runs would soon fail. */
export const LEAST_FREE_BYTES = 256 * 1024 ** 2;
const PATIENCE_MS = 5_000;

export async function readinessOf(parts: ReadinessParts, isStopping: boolean): Promise<Readiness> {
  const [database, engine, disk] = await Promise.all([
    outcome(parts.askDatabase),
    outcome(parts.askEngine),
    outcome(() => checkDisk(parts.dataDir)),
  ]);
  const checks = { database, engine, disk };
  if (isStopping) return { status: 'stopping', checks };
  return { status: Object.values(checks).every((check) => check === 'ok') ? 'ready' : 'not_ready', checks };
}

async function checkDisk(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < LEAST_FREE_BYTES) throw new Error('The disk is nearly full');
}

async function outcome(check: () => Promise<unknown>): Promise<'ok' | 'failed'> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('No answer in time')), PATIENCE_MS);
  try {
    await Promise.race([check(), late.promise]);
    return 'ok';
  } catch {
    // The part's own log says why; here only that it failed is told.
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}
