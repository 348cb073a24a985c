/** The `auth` part of config.yaml: whether one person or a team uses this server, and how people sign in. */
import { isMap, isScalar } from 'yaml';
import { z } from 'zod';
import { JoineryError } from '../errors.ts';
import { rememberSecret } from '../secrets/known-secrets.ts';
import { type ReferenceContext, resolveReferences } from '../secrets/references.ts';
import type { AuthConfig, Config } from './config.ts';
import { parseDuration } from './units.ts';
import type { YamlSource } from './yaml-source.ts';

const DAY_MS = 86_400_000;
const LONGEST_SESSION_MS = 365 * DAY_MS;

const providerSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'expected a short name in lower case'),
  name: z.string().min(1).max(60).optional(),
  /** Or the whole address of its discovery document. */
  issuer: z.url({ protocol: /^https?$/, error: 'expected the URL of the provider' }),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1).optional(),
});

const authSchema = z.strictObject({
  mode: z.enum(['local', 'team'], { error: 'expected local or team' }).default('local'),
  publicUrl: z
    .url({ protocol: /^https?$/, error: 'expected an address such as https://joinery.example.org' })
    .optional(),
  hosts: z.array(z.string().min(1)).default([]),
  passwords: z.boolean().default(true),
  signUp: z.enum(['invitation', 'open'], { error: 'expected invitation or open' }).default('invitation'),
  session: z
    .string()
    .default('14d')
    .transform((text, context) => {
      const sessionMs = parseDuration(text);
      if (sessionMs !== undefined && sessionMs >= 60_000 && sessionMs <= LONGEST_SESSION_MS) return sessionMs;
      context.addIssue({ code: 'custom', message: 'expected a duration of 1m to 365d' });
      return z.NEVER;
    }),
  trustProxy: z.boolean().default(false),
  providers: z.array(providerSchema).max(10).default([]),
});
export const authKeys = Object.keys(authSchema.shape);

const DISCOVERY = '/.well-known/openid-configuration';
const discoveryUrl = (issuer: string): string =>
  issuer.includes('/.well-known/') ? issuer : `${issuer.replace(/\/+$/, '')}${DISCOVERY}`;

/** Throws `config_invalid` at the first mistake, and where a reference gives nothing: nobody should find out at the sign-in page. */
export async function readAuth(
  node: unknown,
  source: YamlSource,
  references: ReferenceContext,
): Promise<Pick<Config, 'auth'>> {
  const map = source.resolve(node);
  if (map === undefined || (isScalar(map) && map.value === null)) return {};
  if (!isMap(map)) throw source.mistake(node, 'auth: expected a map such as { mode: team }');
  const given = await resolved(map.toJS(source.document), references, (path, error) => {
    const place = source.locate(map, path);
    return new JoineryError(error.code, `${source.where(place)}auth.${path.join('.')}: ${error.message}`, {
      hint: error.hint,
      position: source.position(place),
    });
  });
  const parsed = authSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path ?? [];
    const problem = issue?.code === 'unrecognized_keys' ? `unknown key "${issue.keys[0]}"` : issue?.message;
    throw source.mistake(source.locate(map, path), `${['auth', ...path.map(String)].join('.')}: ${problem}`, {
      hint: path.length === 0 ? `Known keys are ${authKeys.join(', ')}.` : undefined,
    });
  }
  const { publicUrl, session, trustProxy, providers, hosts, ...rest } = parsed.data;
  for (const { clientSecret } of providers) if (clientSecret !== undefined) rememberSecret(clientSecret);
  const ids = providers.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw source.mistake(map, 'auth.providers: two providers have the same id');
  if (rest.mode === 'team' && !rest.passwords && providers.length === 0)
    throw source.mistake(map, 'auth: without passwords, a provider is needed to sign in');
  const auth: AuthConfig = {
    ...rest,
    hosts: hosts.map((host) => host.toLowerCase()),
    sessionMs: session,
    trustsProxy: trustProxy,
    ...(publicUrl === undefined ? {} : { publicUrl: new URL(publicUrl).origin }),
    providers: providers.map(({ id, name, issuer, clientId, clientSecret }) => ({
      id,
      name: name ?? id,
      discoveryUrl: discoveryUrl(issuer),
      clientId,
      ...(clientSecret === undefined ? {} : { clientSecret }),
    })),
  };
  return { auth };
}

type Fail = (path: readonly PropertyKey[], error: JoineryError) => JoineryError;

/** References in texts, wherever they stand. */
async function resolved(
  value: unknown,
  references: ReferenceContext,
  fail: Fail,
  path: readonly PropertyKey[] = [],
): Promise<unknown> {
  if (typeof value === 'string') {
    try {
      return (await resolveReferences(value, references)).value;
    } catch (thrown) {
      throw thrown instanceof JoineryError ? fail(path, thrown) : thrown;
    }
  }
  if (Array.isArray(value))
    return Promise.all(value.map((one, index) => resolved(one, references, fail, [...path, index])));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    async ([key, one]) => [key, await resolved(one, references, fail, [...path, key])] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
