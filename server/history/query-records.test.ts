import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { type SaveQuery, saveQuerySchema } from '../../lib/contract/query.ts';
import { historyKinds } from '../../test/servers/history-places.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type History, openHistory } from './index.ts';
import type { Place } from './place.ts';
import { inNewPlaces } from './testing/in-new-places.ts';
import { sampleRun } from './testing/sample-run.ts';

const wanted = (change: Partial<SaveQuery> = {}): SaveQuery =>
  saveQuerySchema.parse({ title: 'Revenue', text: 'SELECT 1', ...change });

describe.each(historyKinds)('in %s', (kind, open) => {
  describe('saved queries', () => {
    let place: Place;
    let history: History;
    inNewPlaces(open, async (made) => {
      place = made;
      history = await openHistory(place);
    });
    afterEach(async () => {
      await history.close();
    });

    it('keep every version, and bring an old one back as the newest', async () => {
      const first = await history.queries.save(wanted({ tags: ['sales', 'sales'], collection: 'Board' }));
      expect(first).toMatchObject({ version: 1, tags: ['sales'], collection: 'Board', isFavourite: false });
      const second = await history.queries.save({ ...first, text: 'SELECT 2' });
      expect(second.version).toBe(2);
      const restored = await history.queries.restore(first.id, 1);
      expect(restored).toMatchObject({ version: 3, text: 'SELECT 1', tags: ['sales'] });
      const versions = await history.queries.versions(first.id);
      expect(versions.map(({ version, text }) => [version, text])).toEqual([
        [3, 'SELECT 1'],
        [2, 'SELECT 2'],
        [1, 'SELECT 1'],
      ]);
    });

    it('are found by their id and by a title that only one has', async () => {
      const first = await history.queries.save(wanted());
      expect(await history.queries.named(first.id)).toEqual(first);
      expect(await history.queries.named('Revenue')).toEqual(first);
      await expect(history.queries.named('Reven')).rejects.toMatchObject({ code: 'not_found' });
      await history.queries.save(wanted());
      await expect(history.queries.named('Revenue')).rejects.toMatchObject({ code: 'bad_request' });
      expect(await history.queries.named(first.id)).toEqual(first);
    });

    it('make no new version where the content stays', async () => {
      const first = await history.queries.save(wanted());
      const same = await history.queries.save({ ...first, tags: ['new'], collection: 'Board' });
      expect(same).toMatchObject({ version: 1, tags: ['new'], collection: 'Board' });
      expect(await history.queries.versions(first.id)).toHaveLength(1);
      expect((await history.queries.setFavourite(first.id, true)).isFavourite).toBe(true);
    });

    it('are not overwritten by somebody who saw an older version', async () => {
      const first = await history.queries.save(wanted());
      await history.queries.save({ ...first, text: 'SELECT 2' });
      await expect(history.queries.save({ ...first, text: 'SELECT 3' })).rejects.toMatchObject({ code: 'conflict' });
      expect((await history.queries.get(first.id)).text).toBe('SELECT 2');
    });

    it('are not overwritten where only their tags were changed meanwhile, which makes no version', async () => {
      const { updatedAt, ...first } = await history.queries.save(wanted());
      await expect.poll(() => Date.now()).toBeGreaterThan(Date.parse(updatedAt));
      const theirs = await history.queries.save({ ...first, tags: ['theirs'], readUpdatedAt: updatedAt });
      const late = history.queries.save({ ...first, tags: ['mine'], readUpdatedAt: updatedAt });
      await expect(late).rejects.toMatchObject({ code: 'conflict' });
      expect(await history.queries.get(first.id)).toMatchObject({ tags: ['theirs'], version: 1 });
      const known = { ...first, tags: ['mine'], readUpdatedAt: theirs.updatedAt };
      expect(await history.queries.save(known)).toMatchObject({ tags: ['mine'] });
    });

    it('tell the fingerprint of their runs where they hold one statement', async () => {
      const text = '-- once a month\nSELECT * FROM t WHERE n < {{n}} AND m = 4;\n';
      const one = await history.queries.save(wanted({ text }));
      const { fingerprint } = await history.queries.get(one.id);
      expect(fingerprint).toBe(
        fingerprintOf({ text: 'select * from t where n < {{n}} and m = 5', target: one.target }),
      );
      const two = await history.queries.save(wanted({ text: 'SELECT 1; SELECT 2' }));
      expect(await history.queries.get(two.id)).not.toHaveProperty('fingerprint');
    });

    it('are found by words, tag, collection and star, page by page', async () => {
      for (let index = 0; index < 5; index += 1)
        await history.queries.save(wanted({ title: `Report ${index}`, tags: [`t${index % 2}`] }));
      const odd = await history.queries.save(
        wanted({ title: '売上 <script>', description: 'about Café', collection: 'Ž' }),
      );
      await history.queries.setFavourite(odd.id, true);
      const titles = async (filter: Partial<Parameters<typeof history.queries.list>[0]>) =>
        (await history.queries.list({ limit: 10, ...filter })).queries.map(({ title }) => title);
      expect(await titles({ q: 'REPORT 3' })).toEqual(['Report 3']);
      expect(await titles({ q: 'café' })).toEqual(['売上 <script>']);
      // The accent as a letter of its own, as some keyboards and file names have it.
      expect(await titles({ q: 'CAFE\u0301' })).toEqual(['売上 <script>']);
      expect(await titles({ tag: 't1' })).toEqual(['Report 3', 'Report 1']);
      expect(await titles({ collection: 'Ž' })).toEqual(['売上 <script>']);
      expect(await titles({ isFavourite: true })).toEqual(['売上 <script>']);
      expect(await titles({ q: "' OR 1=1 --" })).toEqual([]);
      const page = await history.queries.list({ limit: 4 });
      const rest = await history.queries.list({ limit: 4, cursor: page.nextCursor });
      expect([...page.queries, ...rest.queries].map(({ title }) => title)).toEqual(await titles({}));
      expect(rest.nextCursor).toBeUndefined();
      expect(page.tags).toEqual(['t0', 't1']);
      expect(page.collections).toEqual(['Ž']);
    });

    it.runIf(kind === 'SQLite')(
      'are found by their newest words, page by page, also where an earlier version left them without an index',
      async () => {
        const titles = async (q: string) => {
          const found: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await history.queries.list({ q, limit: 1, cursor });
            found.push(...page.queries.map(({ title }) => title));
            cursor = page.nextCursor;
          } while (cursor !== undefined);
          return found;
        };
        const first = await history.queries.save(wanted({ title: 'Margin by shop', text: 'SELECT 100 % 7' }));
        await history.queries.save(wanted({ title: 'Margin by month' }));
        const gone = await history.queries.save(wanted({ title: 'Margin by day' }));
        await history.queries.remove(gone.id);
        expect(await titles('margin')).toEqual(['Margin by month', 'Margin by shop']);
        await history.queries.save({ ...first, title: 'Margin by store' });
        expect(await titles('margin')).toEqual(['Margin by store', 'Margin by month']);
        expect(await titles('margin shop')).toEqual([]);
        expect(await titles('% 7')).toEqual(['Margin by store']);
        await history.close();
        const file = new DatabaseSync(path.join(place.dataDir, 'joinery.sqlite'));
        file.exec('DROP TABLE QueryText; UPDATE Query SET searchRow = NULL');
        file.close();
        await (await openHistory(place)).close();
        history = await openHistory(place);
        expect(await titles('"by store"')).toEqual(['Margin by store']);
      },
    );

    it('go with all that belongs to them', async () => {
      const query = await history.queries.save(wanted());
      const { token } = await history.queries.share({ queryId: query.id });
      await history.queries.remove(query.id);
      await expect(history.queries.get(query.id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(history.queries.versions(query.id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(history.queries.openShared(token)).rejects.toMatchObject({ code: 'not_found' });
      await expect(history.queries.remove(query.id)).rejects.toMatchObject({ code: 'not_found' });
    });

    describe('shared by a link', () => {
      it('show the version and the run that were shared, whatever happens to the query', async () => {
        const query = await history.queries.save(wanted());
        const run = sampleRun('run-1', { status: 'succeeded', hasResult: true });
        await history.insertRun(run);
        const { share, token } = await history.queries.share({ queryId: query.id, runId: run.id });
        await history.queries.save({ ...query, text: 'SELECT secret' });
        const view = await history.queries.openShared(token);
        expect(view).toMatchObject({
          query: { version: 1, text: 'SELECT 1' },
          run: { id: 'run-1' },
          share: { views: 1 },
        });
        expect((await history.queries.shares(query.id)).map(({ id, views }) => [id, views])).toEqual([[share.id, 1]]);
      });

      it('open nothing once revoked or expired, nor with another token, and all in the same words', async () => {
        const query = await history.queries.save(wanted());
        const revoked = await history.queries.share({ queryId: query.id });
        await history.queries.revoke(revoked.share.id);
        const expired = await history.queries.share({ queryId: query.id, expiresAt: '2026-01-01T00:00:00.000Z' });
        const refusals = await Promise.all(
          [revoked.token, expired.token, `${expired.token}x`, ''].map((token) =>
            history.queries.openShared(token).catch((thrown: unknown) => thrown),
          ),
        );
        expect(new Set(refusals.map((thrown) => (thrown as Error).message)).size).toBe(1);
        expect(refusals[0]).toMatchObject({ code: 'not_found' });
      });

      it('open nothing any more when their run is deleted, and say so to their owner', async () => {
        const query = await history.queries.save(wanted());
        await history.insertRun(sampleRun('run-3', { status: 'succeeded', hasResult: true }));
        const { token } = await history.queries.share({ queryId: query.id, runId: 'run-3' });
        await history.keeping.remove(['run-3']);
        await expect(history.queries.openShared(token)).rejects.toMatchObject({
          message: expect.stringMatching(/link/),
        });
        expect(await history.queries.shares(query.id)).toMatchObject([{ revokedAt: expect.any(String), views: 0 }]);
      });

      it('need a result that is there', async () => {
        const query = await history.queries.save(wanted());
        await history.insertRun(sampleRun('run-2', { status: 'failed' }));
        await expect(history.queries.share({ queryId: query.id, runId: 'run-2' })).rejects.toMatchObject({
          code: 'not_found',
        });
        await expect(history.queries.share({ queryId: 'nothing' })).rejects.toMatchObject({ code: 'not_found' });
      });

      it.runIf(kind === 'SQLite')('keep no token on the disk', async () => {
        const query = await history.queries.save(wanted());
        const { token } = await history.queries.share({ queryId: query.id });
        await history.close();
        expect((await readFile(path.join(place.dataDir, 'joinery.sqlite'))).includes(token)).toBe(false);
        history = await openHistory(place);
      });
    });
  });
});
