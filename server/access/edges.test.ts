/** What a grant, a role or a person that is gone leaves behind, and what counts and errors could tell of others. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveConnectionSchema } from '../../lib/contract/connection.ts';
import { joinDocumentSchema } from '../../lib/contract/join.ts';
import { saveQuerySchema } from '../../lib/contract/query.ts';
import { startRunSchema } from '../../lib/contract/run.ts';
import type { Workbench } from '../workbench.ts';
import { localCaller } from './caller.ts';
import { asCaller } from './current-caller.ts';
import { cookieOf, openTeam, PASSWORD, type Team } from './testing/open-team.ts';

let team: Team;
let root: Workbench;
let ada: Workbench;
let vi: Workbench;
const window = { offset: 0, limit: 10, firstColumn: 0, lastColumn: 1 };
const refused = (code: string) => expect.objectContaining({ code });
/** Takes long, and no room. */
const ENDLESS =
  'SELECT count(*) FROM range(1000000) a(n), range(1000000) b(n), range(1000) c(n) WHERE a.n * b.n = c.n + 7';

/** Somebody who comes by an invitation, with their own view. */
async function newcomer(name: string, role: 'admin' | 'analyst') {
  const { access } = team.opened;
  const { path } = await root.people.invite({ email: `${name}@example.org`, role });
  const { cookies } = await access.accept({ token: path.split('/').at(-1), name, password: PASSWORD }, new Headers());
  const caller = await team.callerOf({ cookie: cookieOf(cookies) });
  return { id: caller?.id ?? '', view: access.enter(caller, '', () => access.view()) };
}

beforeAll(async () => {
  team = await openTeam();
  [root, ada, vi] = [await team.as('root'), await team.as('ada'), await team.as('vi')];
}, 120_000);
afterAll(() => team.close());

describe('a stored result', () => {
  it('whose origin history has forgotten is shown to nobody who may not use everything', async () => {
    const first = await team.run(root, 'SELECT * FROM hr.people');
    const second = await team.run(root, `SELECT * FROM results."${first.id}"`);
    const query = await root.queries.save(saveQuerySchema.parse({ title: 'Pay', text: 'SELECT 1 AS a' }));
    const { token } = await root.queries.share({ queryId: query.id, runId: second.id });
    expect(await ada.queries.openShared(token)).toMatchObject({ isResultWithheld: true });
    await root.retention.removeRuns([first.id]);
    expect(await ada.queries.openShared(token)).toMatchObject({ isResultWithheld: true });
    await expect(ada.results.window(second.id, window)).rejects.toEqual(refused('not_found'));
    expect((await root.results.window(second.id, window)).rows).toHaveLength(2);
  });
});

describe('a shared result', () => {
  it('is not described in words that its owner wrote for another run', async () => {
    const text = 'SELECT id FROM web.people';
    const document = await ada.history.createDocument({ title: 'D', text, target: 'federated', rowLimit: 10 });
    const first = await team.run(ada, text, { documentId: document.id });
    const described = await ada.assistant.descriptions.get(first.id);
    await ada.assistant.descriptions.save({ ...described, title: 'For my eyes', writtenBy: 'person' });
    const { id: runId } = await team.run(ada, text, { documentId: document.id });
    const query = await ada.queries.save(saveQuerySchema.parse({ title: 'Ids', text }));
    const { token } = await ada.queries.share({ queryId: query.id, runId });
    expect((await vi.queries.openShared(token)).run?.id).toBe(runId);
    expect((await ada.assistant.descriptions.get(runId)).title).toBe('For my eyes');
    expect((await vi.assistant.descriptions.get(runId)).title).toBe('People');
  });
});

describe('whoever leaves', () => {
  it('leaves no run that goes on', async () => {
    const { id, view } = await newcomer('el', 'analyst');
    const run = await view.runs.start(startRunSchema.parse({ text: ENDLESS }));
    const others = await ada.runs.start(startRunSchema.parse({ text: ENDLESS }));
    await root.people.setActive(id, false);
    expect((await team.opened.history.run(run.id)).status).toBe('cancelled');
    expect((await ada.runs.get(others.id)).endedAt).toBeUndefined();
    await ada.runs.cancel(others.id);
  });

  it('leaves no link that opens, nor does who is an admin no more', async () => {
    const { access } = team.opened;
    const one = await newcomer('fi', 'admin');
    const two = await newcomer('gil', 'admin');
    const links = [
      await one.view.people.resetLink(team.ids.root),
      await one.view.people.invite({ email: 'second-self@example.org', role: 'admin' }),
      await two.view.people.resetLink(team.ids.ada),
    ];
    const kept = await root.people.invite({ email: 'hal@example.org', role: 'viewer' });
    await root.people.setActive(one.id, false);
    await root.people.setRole(two.id, 'analyst');
    for (const { path } of links)
      await expect(access.link(path.split('/').at(-1) ?? '')).rejects.toEqual(refused('not_found'));
    expect(await access.link(kept.path.split('/').at(-1) ?? '')).toMatchObject({ kind: 'invitation' });
  });
});

describe('two admins', () => {
  it('who take the role from each other at once do not leave a team without one', async () => {
    const other = await newcomer('ike', 'admin');
    const outcomes = await Promise.allSettled([
      root.people.setRole(other.id, 'viewer'),
      other.view.people.setRole(team.ids.root, 'viewer'),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { people } = team.opened;
    await asCaller(localCaller, () => people.setRole(team.ids.root, 'admin'));
    await asCaller(localCaller, () => people.setRole(other.id, 'viewer'));
  });
});

describe('a viewer', () => {
  it('has native statements described only as they stand in queries that are shared with them', async () => {
    const documentOf = (sql: string) =>
      joinDocumentSchema.parse({
        version: 1,
        inputs: [{ alias: 'a', source: { kind: 'native', connection: 'web', sql } }],
        steps: [],
      });
    const saved = documentOf('SELECT id FROM people');
    const asSaved = { title: 'Native', kind: 'join', text: JSON.stringify(saved) };
    const query = await ada.queries.save(saveQuerySchema.parse(asSaved));
    await expect(vi.joins.toSql(saved)).rejects.toEqual(refused('forbidden'));
    await ada.sharing.set(query.id, [{ with: { kind: 'team' }, access: 'view' }]);
    // Asked of the source, which has no dialect here.
    await expect(vi.joins.toSql(saved)).rejects.toEqual(refused('not_allowed'));
    await expect(vi.joins.toSql(documentOf('SELECT name FROM people'))).rejects.toEqual(refused('forbidden'));
  });
});

describe('a comment', () => {
  it('of a query that one may not see answers like one that never was', async () => {
    const query = await ada.queries.save(saveQuerySchema.parse({ title: 'Talk', text: 'SELECT 1 AS a' }));
    const { id } = await ada.comments.add(query.id, 'Mine');
    const [hidden, never] = await Promise.all(
      [id, '00000000-0000-4000-8000-000000000000'].map((one) => vi.comments.resolve(one, true).catch(String)),
    );
    expect(hidden).toBe(never);
    expect((await ada.comments.list(query.id))[0]?.resolvedAt).toBeUndefined();
  });
});

describe('a connection that is removed', () => {
  it('takes its grants with it, however its name is written', async () => {
    const asked = saveConnectionSchema.parse({ id: 'later', driver: 'files', options: { path: './web' } });
    await root.connections.save(asked);
    await root.grants.set('later', [{ kind: 'role', role: 'analyst' }]);
    const ids = async () => (await team.as('ada')).catalog.connections().connections.map(({ id }) => id);
    expect(await ids()).toContain('later');
    await root.connections.remove('LATER');
    await root.connections.save(asked);
    expect(await ids()).not.toContain('later');
  });
});

describe('how much there is', () => {
  it('is told of oneself, and of everybody to admins', async () => {
    await team.run(ada, 'SELECT * FROM web.people');
    const [all, own] = [await root.retention.status(), await vi.retention.status()];
    expect(all.runs).toBeGreaterThan(0);
    expect(all.resultBytes).toBeGreaterThan(0);
    expect(own).toMatchObject({ runs: 0, pinned: 0, results: 0, resultBytes: 0 });
    expect(own.oldestAt).toBeUndefined();
    expect(await vi.results.list()).toMatchObject({ results: [], totalBytes: 0 });
    expect((await root.results.list()).totalBytes).toBeGreaterThan(0);
  });
});
