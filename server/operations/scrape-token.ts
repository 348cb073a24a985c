import { createHash, timingSafeEqual } from 'node:crypto';
import { JoineryError } from '../errors.ts';
import { rememberSecret } from '../secrets/known-secrets.ts';

const SHORTEST = 20;

/** `JOINERY_METRICS_TOKEN`, which Prometheus presents as its bearer token. Throws `config_invalid` for one that could be guessed. */
export function scrapeTokenOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const token = env.JOINERY_METRICS_TOKEN;
  if (token === undefined || token === '') return undefined;
  rememberSecret(token);
  if (token.length >= SHORTEST) return token;
  throw new JoineryError('config_invalid', `JOINERY_METRICS_TOKEN is shorter than ${SHORTEST} characters.`, {
    hint: '`openssl rand -hex 24` makes one.',
  });
}

/** Whether `Authorization` presents the token; takes as long for a wrong one. */
export function presentsToken(authorization: string | undefined, token: string | undefined): boolean {
  if (token === undefined) return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
}
