import { afterEach, describe, expect, test } from 'vitest';
import { documentSchema, MAX_OPEN_DOCUMENTS } from '../../lib/contract/document.ts';
import { historyKinds } from '../../test/servers/history-places.ts';
import type { HistoryService } from '../workbench.ts';
import { freeTitle } from './documents.ts';
import { openHistory } from './index.ts';
import type { Place } from './place.ts';
import { inNewPlaces } from './testing/in-new-places.ts';

describe.each(historyKinds)('in %s', (_kind, open) => {
  let place: Place;
  let history: HistoryService;
  inNewPlaces(open, async (made) => {
    place = made;
    history = await openHistory(place);
  });
  afterEach(async () => {
    await history.close();
  });

  const create = (title: string) => history.createDocument({ title, text: '', target: 'federated', rowLimit: 1000 });

  test('new documents stand behind the open ones, each under a title of its own', async () => {
    const created = await Promise.all([create('Untitled'), create('Untitled'), create('Untitled')]);
    expect(created.map((document) => document.title).sort()).toEqual(['Untitled', 'Untitled 2', 'Untitled 3']);
    const open = await history.openDocuments();
    expect(open.map((document) => document.position)).toEqual([0, 1, 2]);
    expect(open.map((document) => documentSchema.parse(document))).toEqual(open);
    expect(freeTitle('x'.repeat(200), new Set(['x'.repeat(200)]))).toHaveLength(200);
  });

  test('a join is kept as one, a document of no said kind is a statement', async () => {
    const title = 'Orders with their account';
    const join = await history.createDocument({ kind: 'join', title, text: '', target: 'federated', rowLimit: 1000 });
    expect(join.kind).toBe('join');
    expect((await create('Untitled')).kind).toBe('statement');
    await history.saveDocument({ ...join, text: '{}' });
    expect((await history.openDocuments()).map(({ kind }) => kind)).toEqual(['join', 'statement']);
  });

  test('a save is kept over a restart, and the run that the tab shows with it', async () => {
    const document = await create('Orders');
    const saved = await history.saveDocument({ ...document, text: 'SELECT 1', rowLimit: null, lastRunId: 'r1' });
    expect(saved).toMatchObject({ version: 2, text: 'SELECT 1', rowLimit: null, lastRunId: 'r1' });
    const { lastRunId: _, ...withoutRun } = saved;
    await history.saveDocument({ ...withoutRun, title: 'Renamed' });
    await history.close();
    history = await openHistory(place);
    expect(await history.document(document.id)).toMatchObject({ title: 'Renamed', version: 3, lastRunId: 'r1' });
  });

  test('of two windows that save the same version one is told, and nothing is overwritten', async () => {
    const document = await create('Orders');
    const outcomes = await Promise.allSettled([
      history.saveDocument({ ...document, text: 'first' }),
      history.saveDocument({ ...document, text: 'second' }),
    ]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'conflict' });
    const winner = outcomes.find((outcome) => outcome.status === 'fulfilled');
    expect(await history.document(document.id)).toEqual(winner?.value);
    await expect(history.saveDocument({ ...document, id: 'none' })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('closed documents can be had again, the one closed last first', async () => {
    const [first, second, third] = [await create('A'), await create('B'), await create('C')];
    await history.saveDocument({ ...third, isOpen: false });
    const closed = await history.saveDocument({ ...first, isOpen: false });
    expect((await history.openDocuments()).map((document) => document.id)).toEqual([second.id]);
    expect((await history.closedDocuments(10)).map((document) => document.id)).toEqual([first.id, third.id]);
    expect(await history.closedDocuments(1)).toHaveLength(1);
    await history.saveDocument({ ...closed, isOpen: true });
    expect((await history.openDocuments()).map((document) => document.id)).toContain(first.id);
  });

  test('a tab keeps the saved query that it belongs to', async () => {
    const document = await create('A');
    expect(document.queryId).toBeUndefined();
    const saved = await history.saveDocument({ ...document, queryId: 'query', queryVersion: 3 });
    expect(saved).toMatchObject({ queryId: 'query', queryVersion: 3 });
    const { queryId: _id, queryVersion: _version, ...rest } = saved;
    expect(await history.saveDocument({ ...rest, text: 'edited' })).toMatchObject({
      queryId: 'query',
      queryVersion: 3,
    });
  });

  test('no more tabs are open than may be', async () => {
    const closed = await history.saveDocument({ ...(await create('A')), isOpen: false });
    for (let count = 0; count < MAX_OPEN_DOCUMENTS; count += 1) await create('A');
    const refusal = { code: 'bad_request', message: expect.stringContaining('500 tabs are open') };
    await expect(create('A')).rejects.toMatchObject(refusal);
    await expect(history.saveDocument({ ...closed, isOpen: true })).rejects.toMatchObject(refusal);
    const [first] = await history.openDocuments();
    if (first === undefined) throw new Error('no document is open');
    await history.saveDocument({ ...first, isOpen: false });
    expect(await history.saveDocument({ ...closed, isOpen: true })).toMatchObject({ isOpen: true });
  });
});
