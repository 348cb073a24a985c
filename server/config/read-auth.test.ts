import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from './load-config.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-auth-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(text: string, env: Record<string, string> = {}) {
  const file = path.join(folder, 'config.yaml');
  await writeFile(file, text);
  return loadConfig(file, env);
}
const provider = 'id: company, issuer: "https://login.example.org/", clientId: joinery';

describe('auth of config.yaml', () => {
  it('is local mode where nothing is said', async () => {
    expect((await load('connections: {}')).auth).toBeUndefined();
    expect((await load('auth: {}')).auth?.mode).toBe('local');
  });

  it('says how a team signs in', async () => {
    const { auth } = await load(
      `auth:\n  mode: team\n  publicUrl: https://J.example.org/\n  session: 8h\n  hosts: [J.lan:4300]\n  providers: [{ ${provider}, clientSecret: env:SECRET }]`,
      { SECRET: 'from the environment' },
    );
    expect(auth).toEqual({
      mode: 'team',
      publicUrl: 'https://j.example.org',
      hosts: ['j.lan:4300'],
      passwords: true,
      signUp: 'invitation',
      sessionMs: 8 * 3_600_000,
      trustsProxy: false,
      providers: [
        {
          id: 'company',
          name: 'company',
          discoveryUrl: 'https://login.example.org/.well-known/openid-configuration',
          clientId: 'joinery',
          clientSecret: 'from the environment',
        },
      ],
    });
  });

  it.each([
    ['auth: team', 'expected a map'],
    ['auth: { mode: teams }', 'auth.mode: expected local or team'],
    ['auth: { mod: team }', 'unknown key "mod"'],
    ['auth: { session: soon }', 'auth.session: expected a duration'],
    ['auth: { publicUrl: joinery }', 'auth.publicUrl: expected an address'],
    ['auth: { mode: team, passwords: false }', 'a provider is needed'],
    [`auth: { providers: [{ ${provider} }, { ${provider} }] }`, 'the same id'],
    [`auth: { providers: [{ ${provider}, clientSecret: env:NONE }] }`, 'auth.providers.0.clientSecret'],
    ['auth: { providers: [{ id: UP, issuer: "https://a.example", clientId: a }] }', 'auth.providers.0.id'],
  ])('refuses %s at its place', async (text, message) => {
    const thrown = await load(text).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ message: expect.stringContaining(message), position: { line: 1 } });
  });

  it('says who may use a connection, or that it cannot be read', async () => {
    const text = (access: string) => `connections:\n  web: { driver: files, path: ., access: ${access} }`;
    expect((await load(text('[analyst, Ada@Example.org]'))).connections[0]?.access).toEqual([
      'analyst',
      'ada@example.org',
    ]);
    expect((await load(text('[admins]'))).connections[0]?.error?.message).toContain('web.access.0: expected analyst');
  });
});
