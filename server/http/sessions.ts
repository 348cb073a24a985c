import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { JoineryError } from '../errors.ts';

const SHORTEST_TOKEN = 20;

/**
 * Who may use a server in local mode: whoever brings the access token that the start command prints. The token opens a session, whose cookie the browser
 * then carries. The token is kept with the data, so that a restart ends no session.
 */
export class Sessions {
  readonly token: string;
  readonly #session: string;
  /** Cookies know no ports: servers beside each other on one machine need names of their own. */
  cookieName = 'joinery_session';

  constructor(token: string) {
    this.token = token;
    this.#session = createHmac('sha256', token).update('joinery session').digest('base64url');
  }

  /** Signs the cookies of team mode. */
  get signingKey(): string {
    return createHmac('sha256', this.token).update('joinery team cookies').digest('base64url');
  }

  /** The session's cookie value if `token` is right. */
  open(token: string): string | undefined {
    return isEqual(token, this.token) ? this.#session : undefined;
  }

  /** True for the cookie value of a session, or the token itself (for scripts: `Authorization: Bearer`). */
  isOpen(value: string | undefined): boolean {
    return value !== undefined && (isEqual(value, this.#session) || isEqual(value, this.token));
  }
}

/** The token kept in `<dataDir>/access-token` (readable by its owner only), made at the first start. Delete the file to end all sessions. */
export async function keptSessions(dataDir: string): Promise<Sessions> {
  const file = path.join(dataDir, 'access-token');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, randomBytes(24).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    await chmod(file, 0o600);
  }
  const token = (await readFile(file, 'utf8')).trim();
  if (token.length < SHORTEST_TOKEN)
    throw new JoineryError('secret_unavailable', `The access token in ${file} is not whole.`, {
      hint: 'Delete the file; the next start makes a new one.',
    });
  return new Sessions(token);
}

/** Compares without telling by its time how much is right. */
function isEqual(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
