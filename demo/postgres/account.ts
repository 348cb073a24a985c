import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { JoineryError } from '../../server/errors.ts';

const run = promisify(execFile);

/** Account of the system that PostgreSQL runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root gives it the account `postgres`, made if it is missing. Everyone else runs it as themselves
 * (undefined).
 */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await findAccount();
  if (existing !== undefined) return existing;
  const failure = await createAccount();
  const created = await findAccount();
  if (created !== undefined) return created;
  throw new JoineryError(
    'internal',
    'The demo could not make the system account "postgres", which its PostgreSQL needs.',
    {
      hint: 'PostgreSQL does not run as root. Start Joinery as a plain user, or make the account: useradd --system postgres',
      cause: failure,
    },
  );
}

async function findAccount(): Promise<Account | undefined> {
  try {
    const [user, group] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number(user.stdout), gid: Number(group.stdout) };
  } catch {
    return undefined; // `id` fails if there is no such account.
  }
}

/** Answers the last failure, if none of the usual commands could do it. */
async function createAccount(): Promise<unknown> {
  let failure: unknown;
  for (const [command, ...args] of [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres'],
    ['adduser', '-S', '-D', '-H', '-s', '/bin/false', 'postgres'], // Alpine
  ] as const) {
    try {
      await run(command, args);
      return undefined;
    } catch (error) {
      failure = error;
    }
  }
  return failure;
}
