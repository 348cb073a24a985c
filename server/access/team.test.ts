import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinDocumentSchema } from '../../lib/contract/join.ts';
import { saveQuerySchema } from '../../lib/contract/query.ts';
import { startRunSchema } from '../../lib/contract/run.ts';
import type { Workbench } from '../workbench.ts';
import { cookieOf, openTeam, PASSWORD, type Team } from './testing/open-team.ts';

let team: Team;
let root: Workbench;
let ada: Workbench;
let bo: Workbench;
let vi: Workbench;
const window = { offset: 0, limit: 10, firstColumn: 0, lastColumn: 1 };
const stop = new AbortController().signal;
const refused = (code: string) => expect.objectContaining({ code });

beforeAll(async () => {
  team = await openTeam();
  [root, ada, bo, vi] = [await team.as('root'), await team.as('ada'), await team.as('bo'), await team.as('vi')];
}, 120_000);
afterAll(() => team.close());

describe('connections', () => {
  it('are there only for those who may use them', async () => {
    const ids = (view: Workbench) => view.catalog.connections().connections.map(({ id }) => id);
    expect([ids(root), ids(ada), ids(vi)]).toEqual([['web', 'hr'], ['web'], ['web']]);
    await expect(ada.catalog.schemas('hr')).rejects.toEqual(refused('unknown_connection'));
    await expect(ada.catalog.schemas('HR')).rejects.toEqual(refused('unknown_connection'));
    await expect(ada.catalog.columns('hr', 'main', 'people')).rejects.toEqual(refused('unknown_connection'));
    const hits = await ada.catalog.search('people', 50);
    expect(new Set(hits.hits.map(({ table }) => table.connection))).toEqual(new Set(['web']));
    expect((await root.catalog.search('people', 50)).total).toBeGreaterThan(hits.total);
    expect((await ada.connections.list()).map(({ summary, options }) => [summary.id, options])).toEqual([['web', {}]]);
    expect(() => ada.connections.policyOf('hr')).toThrow(refused('unknown_connection'));
  });

  it('are refused by the engine in the words for one that never was, however they are named', async () => {
    const words = async (name: string, text: string, rest = {}) => {
      const { error } = await team.run(ada, text, rest);
      return { code: error?.code, message: error?.message.replaceAll(name, 'X'), hint: error?.hint };
    };
    for (const text of [
      'SELECT * FROM X.people',
      'SELECT * FROM "X".main.people',
      "SELECT * FROM native('X', 'SELECT 1 AS a')",
      'WITH q AS (SELECT * FROM X.people) SELECT * FROM web.people, q',
      'SELECT (SELECT max(id) FROM X.people) AS a',
    ]) {
      const hidden = await words('hr', text.replaceAll('X', 'hr'));
      expect(hidden).toEqual(await words('zz', text.replaceAll('X', 'zz')));
      expect(hidden.code).toBe('unknown_connection');
    }
    await expect(ada.runs.start(startRunSchema.parse({ text: 'SELECT 1', target: 'hr' }))).rejects.toEqual(
      refused('unknown_connection'),
    );
    await expect(ada.runs.explain(startRunSchema.parse({ text: 'SELECT * FROM hr.people' }), stop)).rejects.toEqual(
      refused('unknown_connection'),
    );
    expect((await team.run(root, 'SELECT * FROM hr.people')).status).toBe('succeeded');
  });

  it('stay out of joins, suggestions, the dictionary and questions to a model', async () => {
    const table = { connection: 'hr', schema: 'main', table: 'people' };
    const document = joinDocumentSchema.parse({
      version: 1,
      inputs: [
        { alias: 'a', source: { kind: 'table', ...table } },
        { alias: 'b', source: { kind: 'table', ...table, connection: 'web' } },
      ],
      steps: [
        {
          kind: 'join',
          type: 'inner',
          keys: [{ left: { input: 'a', column: 'id' }, right: { input: 'b', column: 'id' } }],
        },
      ],
    });
    await expect(ada.joins.toSql(document)).rejects.toEqual(refused('unknown_connection'));
    await expect(ada.joins.examples(document, 0, 0, stop)).rejects.toEqual(refused('unknown_connection'));
    await expect(ada.joins.xray(document, 0, stop)[Symbol.asyncIterator]().next()).rejects.toEqual(
      refused('unknown_connection'),
    );
    const suggestions = ada.suggestions.suggest({ tables: [table] }, stop);
    await expect(suggestions[Symbol.asyncIterator]().next()).rejects.toEqual(refused('unknown_connection'));
    await expect(ada.dictionary.table(table)).rejects.toEqual(refused('unknown_connection'));
    const chat = { message: 'hi', sql: '', tables: [table], earlier: [] };
    await expect(ada.assistant.payload({ purpose: 'chat', ...chat })).rejects.toEqual(refused('unknown_connection'));
    const fromSql = await ada.joins.fromSql('SELECT * FROM hr.people a JOIN web.people b ON a.id = b.id').catch(String);
    expect(JSON.stringify(fromSql)).not.toContain('hr.people has');
  });

  it('open and close with a grant, at the next request', async () => {
    await root.grants.set('hr', [{ kind: 'person', personId: team.ids.ada }]);
    expect((await team.run(await team.as('ada'), 'SELECT count(*) AS n FROM hr.people')).status).toBe('succeeded');
    expect((await team.as('bo')).catalog.connections().connections).toHaveLength(1);
    await root.grants.set('hr', []);
    const after = await team.run(await team.as('ada'), 'SELECT count(*) AS n FROM hr.people');
    expect(after.error?.code).toBe('unknown_connection');
    await expect(root.grants.set('web', [])).rejects.toEqual(refused('forbidden'));
    await expect(root.grants.set('hr', [{ kind: 'person', personId: 'nobody' }])).rejects.toEqual(refused('not_found'));
  });
});

describe("other people's things", () => {
  it('are not there', async () => {
    const run = await team.run(ada, 'SELECT * FROM web.people ORDER BY id');
    const document = await ada.history.createDocument({ title: 'Mine', text: 'x', target: 'federated', rowLimit: 10 });
    const query = await ada.queries.save(saveQuerySchema.parse({ title: 'Of Ada', text: 'SELECT 1 AS a' }));
    const link = await ada.queries.share({ queryId: query.id, runId: run.id });
    const description = await ada.assistant.descriptions.get(run.id);
    for (const other of [bo, root, vi]) {
      const gone = [
        other.runs.get(run.id),
        other.runs.cancel(run.id),
        other.runs.watch(run.id, stop)[Symbol.asyncIterator]().next(),
        other.results.window(run.id, window),
        other.results.export(run.id, 'csv', stop),
        other.history.run(run.id),
        other.history.pinRun(run.id, true),
        other.retention.removeRuns([run.id]),
        other.history.document(document.id),
        other.history.saveDocument({ ...document, text: 'y' }),
        other.queries.get(query.id),
        other.queries.versions(query.id),
        other.queries.setFavourite(query.id, true),
        other.queries.shares(query.id),
        other.queries.revoke(link.share.id),
        other.queries.named('Of Ada'),
        other.comments.list(query.id),
        other.sharing.list(query.id),
        other.assistant.descriptions.get(run.id),
        other.assistant.descriptions.save(description),
      ];
      for (const answer of await Promise.allSettled(gone))
        expect(answer).toEqual({ status: 'rejected', reason: refused('not_found') });
      expect((await other.history.runs({ limit: 50 })).runs.map(({ id }) => id)).not.toContain(run.id);
      expect((await other.history.openDocuments()).map(({ id }) => id)).not.toContain(document.id);
      expect((await other.queries.list({ limit: 50 })).queries).toEqual([]);
    }
    const stolen = await team.run(bo, `SELECT * FROM results."${run.id}"`);
    const never = await team.run(bo, 'SELECT * FROM results."00000000-0000-4000-8000-000000000000"');
    expect([stolen.error?.code, never.error?.code]).toEqual(['unknown_table', 'unknown_table']);
    expect((await team.run(ada, `SELECT * FROM results."${run.id}"`)).rows).toBe(2);
    const attached = startRunSchema.parse({ text: 'SELECT 1 AS a', documentId: document.id });
    await expect(bo.runs.start(attached)).rejects.toEqual(refused('not_found'));
    expect((await bo.runs.start(startRunSchema.parse({ text: 'SELECT 1 AS a' }))).status).toBe('queued');
  });

  it('show in the figures to admins only', async () => {
    const iso = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const range = { from: iso(-1), to: iso(1), timeZone: 'UTC' };
    const [all, own, forged] = await Promise.all([
      root.history.performance(range),
      vi.history.performance(range),
      vi.history.performance({ ...range, person: team.ids.ada }),
    ]);
    expect(all.totals.runs).toBeGreaterThan(3);
    expect([own.totals.runs, forged.totals.runs]).toEqual([0, 0]);
  });

  it('are listed for admins behind those figures, each with its person, but open for its owner alone', async () => {
    const { id } = await team.run(ada, 'SELECT 1 AS behind_the_figures');
    await team.run(root, 'SELECT 2 AS behind_the_figures');
    const q = 'behind_the_figures';
    const all = await root.history.runs({ q, person: 'everyone', limit: 9 });
    expect(all.runs.map(({ owner }) => owner)).toEqual([undefined, { id: team.ids.ada, name: 'ada' }]);
    expect((await root.history.runs({ q, person: team.ids.ada, limit: 9 })).runs.map((run) => run.id)).toEqual([id]);
    expect((await root.history.runs({ q, limit: 9 })).runs).toHaveLength(1);
    await expect(root.history.run(id)).rejects.toEqual(refused('not_found'));
    await expect(root.results.window(id, window)).rejects.toEqual(refused('not_found'));
    for (const person of ['everyone', team.ids.ada])
      await expect(bo.history.runs({ q, person, limit: 9 })).rejects.toEqual(refused('forbidden'));
    expect((await ada.history.runs({ q, person: team.ids.ada, limit: 9 })).runs.map((run) => run.id)).toEqual([id]);
  });
});

describe('shared queries', () => {
  it('open and run for those they are shared with, with their own grants', async () => {
    const text = 'SELECT name FROM web.people ORDER BY id';
    const query = await ada.queries.save(saveQuerySchema.parse({ title: 'For the team', text }));
    await ada.sharing.set(query.id, [
      { with: { kind: 'team' }, access: 'view' },
      { with: { kind: 'person', personId: team.ids.bo }, access: 'edit' },
    ]);
    const seen = await vi.queries.get(query.id);
    expect(seen).toMatchObject({ owner: { id: team.ids.ada, name: 'ada' }, access: 'view' });
    const fromOthers = async (person: typeof vi) =>
      (await person.queries.list({ isOthers: true, isBrief: true, limit: 9 })).queries.map(({ id }) => id);
    // Shared with the team and with him: one query all the same.
    expect([await fromOthers(vi), await fromOthers(bo), await fromOthers(ada)]).toEqual([[query.id], [query.id], []]);
    expect(await vi.queries.setFavourite(query.id, true)).toMatchObject({ isFavourite: true });
    expect((await vi.queries.list({ isFavourite: true, limit: 9 })).queries.map(({ id }) => id)).toEqual([query.id]);
    expect((await ada.queries.list({ isFavourite: true, limit: 9 })).queries).toEqual([]);
    expect(await ada.queries.get(query.id)).toMatchObject({ isFavourite: false });
    await expect(vi.runs.start(startRunSchema.parse({ text: 'SELECT 1 AS a' }))).rejects.toEqual(refused('forbidden'));
    const other = startRunSchema.parse({ text: 'SELECT id FROM web.people', queryId: query.id });
    await expect(vi.runs.start(other)).rejects.toEqual(refused('forbidden'));
    expect((await team.run(vi, text, { queryId: query.id })).rows).toBe(2);
    expect(() => vi.queries.save({ ...seen, title: 'Mine' })).toThrow('role');
    expect((await bo.queries.save({ ...seen, title: 'Better' })).access).toBe('edit');
    expect((await vi.queries.versions(query.id)).map(({ savedBy }) => savedBy?.name)).toEqual(['bo', 'ada']);
    await expect(bo.queries.remove(query.id)).rejects.toEqual(refused('forbidden'));
    await expect(bo.queries.share({ queryId: query.id })).rejects.toEqual(refused('forbidden'));
    await ada.sharing.set(query.id, []);
    expect([await fromOthers(vi), await fromOthers(bo)]).toEqual([[], []]);
    await expect(vi.queries.get(query.id)).rejects.toEqual(refused('not_found'));
  });

  it('show the result of a link only to those who may use all its connections', async () => {
    const run = await team.run(root, 'SELECT * FROM hr.people');
    const second = await team.run(root, `SELECT * FROM results."${run.id}"`);
    const query = await root.queries.save(saveQuerySchema.parse({ title: 'Pay', text: 'SELECT * FROM hr.people' }));
    for (const runId of [run.id, second.id]) {
      const { token } = await root.queries.share({ queryId: query.id, runId });
      expect(await ada.queries.openShared(token)).toMatchObject({ isResultWithheld: true, sharedBy: { name: 'Root' } });
      expect((await ada.queries.openShared(token)).run).toBeUndefined();
      await expect(ada.results.window(runId, window)).rejects.toEqual(refused('not_found'));
      await root.grants.set('hr', [{ kind: 'role', role: 'analyst' }]);
      const granted = await team.as('ada');
      expect((await granted.queries.openShared(token)).run?.id).toBe(runId);
      expect((await granted.results.window(runId, window)).rows).toHaveLength(2);
      // Somebody who may use the connections but never opened the link.
      await expect((await team.as('bo')).results.window(runId, window)).rejects.toEqual(refused('not_found'));
      await root.grants.set('hr', []);
      await expect((await team.as('ada')).results.window(runId, window)).rejects.toEqual(refused('not_found'));
    }
  });
});

describe('tokens', () => {
  it('do what their scopes say, for the person they belong to, until they end', async () => {
    const { token, value } = await ada.tokens.create({ name: 'notebook', scopes: ['read'], days: 1 });
    const authorization = `Bearer ${value}`;
    const caller = await team.callerOf({ authorization });
    expect(caller).toMatchObject({ id: team.ids.ada, via: 'token', scopes: ['read'] });
    const { access } = team.opened;
    const view = access.enter(caller, '', () => access.view());
    expect(view.catalog.connections().connections).toHaveLength(1);
    expect(() => view.runs.start(startRunSchema.parse({ text: 'SELECT 1 AS a' }))).toThrow('scope run');
    expect(() => view.tokens.create({ name: 'more', scopes: ['run'], days: 1 })).toThrow('token');
    const forged = `${value.slice(0, -1)}${value.endsWith('A') ? 'B' : 'A'}`;
    expect(await team.callerOf({ authorization: `Bearer ${forged}` })).toBeUndefined();
    expect(await team.callerOf({ authorization: 'Bearer jny_' })).toBeUndefined();
    await expect(bo.tokens.revoke(token.id)).rejects.toEqual(refused('not_found'));
    expect(JSON.stringify(await ada.tokens.list())).not.toContain(value);
    await ada.tokens.revoke(token.id);
    expect(await team.callerOf({ authorization })).toBeUndefined();
  });
});

describe('people', () => {
  it('who leave have no session and no token from that moment on', async () => {
    const link = await root.people.invite({ email: 'cy@example.org', role: 'analyst' });
    const { access } = team.opened;
    const given = { token: link.path.split('/').at(-1), name: 'Cy', password: PASSWORD };
    const cookie = cookieOf((await access.accept(given, new Headers())).cookies);
    const caller = await team.callerOf({ cookie });
    const cy = access.enter(caller, '', () => access.view());
    const { value } = await cy.tokens.create({ name: 't', scopes: ['run'], days: 9 });
    await root.people.setActive(caller?.id ?? '', false);
    expect(await team.callerOf({ cookie })).toBeUndefined();
    expect(await team.callerOf({ authorization: `Bearer ${value}` })).toBeUndefined();
    const signIn = { email: 'cy@example.org', password: PASSWORD };
    await expect(access.signIn(signIn, new Headers())).rejects.toEqual(refused('unauthorized'));
    await expect(access.accept(given, new Headers())).rejects.toEqual(refused('not_found'));
  });

  it('always have an admin, and change passwords only with the one they have', async () => {
    await expect(root.people.setRole(team.ids.root, 'viewer')).rejects.toEqual(refused('conflict'));
    await expect(root.people.setActive(team.ids.root, false)).rejects.toEqual(refused('conflict'));
    await expect(bo.people.changePassword('not the password', 'another long one')).rejects.toEqual(
      refused('unauthorized'),
    );
    await bo.people.changePassword(PASSWORD, 'another long one');
    const signIn = (password: string) =>
      team.opened.access.signIn({ email: 'bo@example.org', password }, new Headers());
    await expect(signIn(PASSWORD)).rejects.toEqual(refused('unauthorized'));
    expect((await signIn('another long one')).cookies).toHaveLength(1);
  });

  it('get a new password by a link that works once, which ends their sessions', async () => {
    const { access } = team.opened;
    const link = await root.people.invite({ email: 'di@example.org', role: 'viewer' });
    const join = { token: link.path.split('/').at(-1), name: 'Di', password: PASSWORD };
    const cookie = cookieOf((await access.accept(join, new Headers())).cookies);
    const di = await team.callerOf({ cookie });
    const [first, second] = [await root.people.resetLink(di?.id ?? ''), await root.people.resetLink(di?.id ?? '')];
    const reset = ({ path }: { path: string }) =>
      access.accept({ token: path.split('/').at(-1), password: 'chosen a second time' }, new Headers());
    await expect(reset(first)).rejects.toEqual(refused('not_found'));
    expect((await reset(second)).cookies).toHaveLength(1);
    await expect(reset(second)).rejects.toEqual(refused('not_found'));
    expect(await team.callerOf({ cookie })).toBeUndefined();
    await expect(access.accept({ ...join, password: 'short' }, new Headers())).rejects.toEqual(refused('bad_request'));
  });

  it('are signed out by a forged or changed cookie', async () => {
    const cookie = team.cookies.ada;
    const changed = cookie.replace(/=(.)/, (_, first) => (first === 'x' ? '=y' : '=x'));
    for (const wrong of [cookie.slice(0, -6), changed, 'joinery_4377.session_token=abc.def', 'a=b'])
      expect(await team.callerOf({ cookie: wrong })).toBeUndefined();
    const { access } = team.opened;
    expect(() => access.enter(undefined, '', () => access.view())).toThrow(refused('unauthorized'));
    expect(() => access.view()).toThrow(refused('unauthorized'));
  });

  it('cannot be guessed: attempts are counted by account and by address, and told in one voice', async () => {
    const { access } = team.opened;
    const from = (address: string) => new Headers({ 'x-joinery-address': address });
    const codes: string[] = [];
    for (let count = 0; count < 10; count += 1) {
      const body = { email: 'vi@example.org', password: `guess ${count}` };
      codes.push(await access.signIn(body, from(`10.0.0.${count}`)).then(String, ({ code }) => code));
    }
    expect(codes).toEqual([...Array(8).fill('unauthorized'), 'too_many_requests', 'too_many_requests']);
    const unknown = await access.signIn({ email: 'no@example.org', password: 'x' }, from('10.0.0.1')).catch(String);
    const known = await access.signIn({ email: 'ada@example.org', password: 'x' }, from('10.0.0.2')).catch(String);
    expect(unknown).toBe(known);
    const flood = Array.from({ length: 40 }, (_, count) =>
      access.signIn({ email: count }, from('10.9.9.9')).then(String, ({ code }) => code),
    );
    expect((await Promise.all(flood)).filter((code) => code === 'too_many_requests')).toHaveLength(10);
  });

  it('who are refused the same again and again leave a few lines of it', async () => {
    const before = await root.audit.list({ action: 'request_refused', limit: 500 });
    for (let count = 0; count < 40; count += 1) expect(() => vi.audit.list({ limit: 1 })).toThrow(refused('forbidden'));
    await expect
      .poll(async () => (await root.audit.list({ action: 'request_refused', limit: 500 })).entries.length)
      .toBe(before.entries.length + 5);
  });

  it('leave lines in the audit, without secrets', async () => {
    const { entries } = await root.audit.list({ limit: 500 });
    const actions = new Set(entries.map(({ action }) => action));
    for (const action of [
      'set_up',
      'invited',
      'joined',
      'sign_in',
      'grants_changed',
      'query_shared',
      'link_made',
      'link_opened',
      'token_made',
      'token_revoked',
      'person_deactivated',
      'password_changed',
      'request_refused',
    ])
      expect(actions).toContain(action);
    expect(JSON.stringify(entries)).not.toContain(PASSWORD);
    const first = await root.audit.list({ limit: 2 });
    const next = await root.audit.list({ limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.entries, ...next.entries]).toEqual(entries.slice(0, 4).map(() => expect.anything()));
    expect(next.entries[0]?.id).not.toBe(first.entries[1]?.id);
    const failed = await root.audit.list({ action: 'sign_in', outcome: 'failed', limit: 5 });
    expect(failed.entries.length).toBeGreaterThan(0);
  });
});

it('cookies are for the browser alone, and over https for https alone', async () => {
  const { access } = team.opened;
  const place = { otherOrigins: [], port: 4377, secret: 'of the test, and long enough for it' };
  for (const origin of ['http://127.0.0.1:4377', 'https://joinery.example']) {
    await access.open({ ...place, origin });
    const { cookies } = await access.signIn({ email: 'root@example.org', password: PASSWORD }, new Headers());
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; HttpOnly/i);
      expect(cookie).toMatch(/; SameSite=(Lax|Strict)/i);
      expect(/; Secure/i.test(cookie)).toBe(origin.startsWith('https:'));
    }
  }
});
