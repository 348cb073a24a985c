import { describe, expect, it } from 'vitest';
import type { Role, TokenScope } from '../../lib/contract/person.ts';
import { localCaller } from './caller.ts';
import { currentCaller } from './current-caller.ts';
import { gated } from './gate.ts';
import { permissions, refusalOf } from './permissions.ts';

const roles: readonly Role[] = ['viewer', 'analyst', 'admin'];
const lines = Object.entries(permissions).flatMap(([service, methods]) =>
  Object.keys(methods).map((method) => `${service}.${method}`),
);
const permissionOf = (line: string) => {
  const [service = '', method = ''] = line.split('.');
  const found = (permissions as Record<string, Record<string, { role: Role | 'nobody'; scope: TokenScope | 'none' }>>)[
    service
  ]?.[method];
  if (found === undefined) throw new Error(line);
  return found;
};
const allowed = (role: Role, scopes: readonly TokenScope[] | 'all' = 'all') =>
  lines.filter((line) => refusalOf({ role, scopes }, permissionOf(line)) === undefined);

describe('permissions', () => {
  it('are wider with each role, and nobody has them all', () => {
    const [viewer = [], analyst = [], admin = []] = roles.map((role) => allowed(role));
    for (const line of viewer) expect(analyst).toContain(line);
    for (const line of analyst) expect(admin).toContain(line);
    expect(viewer.length).toBeLessThan(analyst.length);
    expect(analyst.length).toBeLessThan(admin.length);
    const closed = lines.filter((line) => !admin.includes(line));
    expect(closed.filter((line) => !/\.(close|insertRun|updateRun|markInterrupted|queryOf)$/.test(line))).toEqual([]);
  });

  it('leave to admins what concerns everybody', () => {
    const onlyAdmins = allowed('admin').filter((line) => !allowed('analyst').includes(line));
    expect(onlyAdmins.sort()).toEqual(
      [
        'audit.list',
        'connections.drivers',
        'connections.remove',
        'connections.save',
        'connections.savePolicy',
        'connections.test',
        'connections.uses',
        'grants.list',
        'grants.set',
        'people.invitations',
        'people.invite',
        'people.list',
        'people.resetLink',
        'people.sessionsOf',
        'people.setActive',
        'people.setRole',
        'people.withdraw',
        'tokens.listAll',
      ].sort(),
    );
  });

  it('give a token of an admin nothing that manages, and reading alone starts nothing', () => {
    const read = allowed('admin', ['read']);
    const run = allowed('admin', ['read', 'run']);
    expect(run.filter((line) => /^(grants|audit|connections\.(save|remove)|tokens)/.test(line))).toEqual([]);
    expect(run.filter((line) => /^people\./.test(line))).toEqual(['people.whoAmI']);
    expect(
      read.filter((line) => /^(runs\.(start|cancel|explain)|joins\.(xray|counts)|suggestions)/.test(line)),
    ).toEqual([]);
    expect(run).toContain('runs.start');
  });
});

describe('the gate', () => {
  const allow = { role: 'viewer', scope: 'read' } as const;
  const service = {
    plain: () => currentCaller()?.id,
    async *steps() {
      yield currentCaller()?.id;
      await new Promise((resolve) => setImmediate(resolve));
      yield currentCaller()?.id;
    },
    later: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return currentCaller()?.id;
    },
    hidden: () => 'never',
  };

  it('makes every call, and every step of an iteration, work for the caller', async () => {
    const notes: string[] = [];
    const view = gated(
      'test',
      service,
      { plain: allow, steps: allow, later: allow, hidden: { role: 'nobody', scope: 'none' } },
      localCaller,
      async ({ detail }) => void notes.push(detail ?? ''),
    );
    expect(view.plain()).toBe('local');
    expect(await view.later()).toBe('local');
    const seen: unknown[] = [];
    for await (const id of view.steps()) seen.push(id, currentCaller()?.id);
    expect(seen).toEqual(['local', undefined, 'local', undefined]);
    expect(() => view.hidden()).toThrow('Nobody');
    expect(notes).toEqual(['test.hidden']);
  });

  it('hands on nothing that has no line', () => {
    const view = gated('test', service, { plain: allow }, localCaller, async () => {});
    expect(Object.keys(view)).toEqual(['plain']);
  });
});
