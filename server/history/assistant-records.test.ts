import { afterEach, describe, expect, test } from 'vitest';
import type { ResultDescription } from '../../lib/contract/description.ts';
import { saveQuerySchema } from '../../lib/contract/query.ts';
import { historyKinds } from '../../test/servers/history-places.ts';
import { localCaller } from '../access/caller.ts';
import { asCaller } from '../access/current-caller.ts';
import { type History, openHistory } from './index.ts';
import type { Place } from './place.ts';
import { inNewPlaces } from './testing/in-new-places.ts';

describe.each(historyKinds)('in %s', (_kind, open) => {
  let place: Place;
  let history: History;
  inNewPlaces(open, async (made) => {
    place = made;
    history = await openHistory(place);
  });
  afterEach(async () => {
    await history.close();
  });

  const description: ResultDescription = {
    runId: 'r1',
    documentId: 'd1',
    title: 'Orders',
    description: 'All.',
    writtenBy: 'lineage',
    caveats: [],
    columns: [],
    version: 0,
  };

  test('a description is kept over restarts, and saved only over the version that it names', async () => {
    const { assistant } = history;
    const first = await assistant.saveDescription(description);
    expect(first).toMatchObject({ title: 'Orders', version: 1 });
    await assistant.saveDescription({ ...first, title: 'Orders, checked' });
    await expect(assistant.saveDescription({ ...first, title: 'Lost' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(assistant.saveDescription(description)).rejects.toMatchObject({ code: 'conflict' });
    await history.close();
    history = await openHistory(place);
    expect(await history.assistant.description('r1')).toMatchObject({ title: 'Orders, checked', version: 2 });
    expect(await history.assistant.description('r2')).toBeUndefined();
  });

  test('the latest description of a document is found', async () => {
    const { assistant } = history;
    await assistant.saveDescription(description);
    await assistant.saveDescription({ ...description, runId: 'r2', title: 'Newer' });
    await assistant.saveDescription({ ...description, runId: 'r3', documentId: 'd2', title: 'Another' });
    // Saved last, whatever run it is of.
    await assistant.saveDescription({ ...description, version: 1, title: 'Older run, edited' });
    expect(await assistant.latestOfDocument('d1')).toMatchObject({ title: 'Older run, edited' });
  });

  describe('the description of a saved query', () => {
    const as = (id: string, work: () => Promise<unknown>) =>
      asCaller({ ...localCaller, id, role: 'analyst' }, work) as Promise<ResultDescription | undefined>;
    /** A tab of somebody, of the query, with a description of a run of it. */
    async function describedTab(id: string, queryId: string, title: string): Promise<string> {
      const open = await asCaller({ ...localCaller, id, role: 'analyst' }, () =>
        history.createDocument({ title: 'T', text: 'SELECT 1', target: 'federated', rowLimit: null }),
      );
      await history.saveDocument({ ...open, queryId });
      if (title !== '')
        await history.assistant.saveDescription({
          ...description,
          runId: `${id} ${title}`,
          documentId: open.id,
          title,
        });
      return open.id;
    }

    test('goes along into every tab that it is opened in, from whoever may change it', async () => {
      const query = (await asCaller({ ...localCaller, id: 'ada' }, () =>
        history.queries.save(saveQuerySchema.parse({ title: 'Q', text: 'SELECT 1' })),
      )) as { readonly id: string };
      await describedTab('ada', query.id, 'Of Ada');
      const again = await describedTab('ada', query.id, '');
      expect(await as('ada', () => history.assistant.latestOfDocument(again))).toMatchObject({ title: 'Of Ada' });

      // Somebody who names a query that they may not see gets nothing of it.
      const bobs = await describedTab('bob', query.id, '');
      expect(await as('bob', () => history.assistant.latestOfDocument(bobs))).toBeUndefined();
      const share = (access: 'view' | 'edit') =>
        history.access.owners.setQueryGrants(query.id, [{ with: { kind: 'person', personId: 'bob' }, access }]);
      await share('view');
      expect(await as('bob', () => history.assistant.latestOfDocument(bobs))).toMatchObject({ title: 'Of Ada' });

      // What a reader writes stays theirs; what an editor writes is the query's.
      const written = await describedTab('bob', query.id, 'Of Bob');
      expect(await as('bob', () => history.assistant.latestOfDocument(written))).toMatchObject({ title: 'Of Bob' });
      expect(await as('ada', () => history.assistant.latestOfDocument(again))).toMatchObject({ title: 'Of Ada' });
      await share('edit');
      expect(await as('ada', () => history.assistant.latestOfDocument(again))).toMatchObject({ title: 'Of Bob' });
      expect(await as('bob', () => history.assistant.latestOfDocument(again))).toBeUndefined();
    });
  });

  test('calls are kept newest first, with whose names were sent', async () => {
    const call = {
      at: '2026-01-01T00:00:00.000Z',
      who: 'local',
      purpose: 'describe',
      provider: 'openai',
      model: 'm',
      connections: [{ connection: 'shop', policy: 'names' as const }],
      payloadChars: 100,
      ms: 12,
      outcome: 'ok' as const,
    };
    await history.assistant.insertCall(call);
    await history.assistant.insertCall({ ...call, at: '2026-01-02T00:00:00.000Z', outcome: 'failed', error: 'No.' });
    const calls = await history.assistant.calls(10);
    expect(calls.map(({ id: _, ...rest }) => rest)).toEqual([
      { ...call, at: '2026-01-02T00:00:00.000Z', outcome: 'failed', error: 'No.' },
      call,
    ]);
  });
});
