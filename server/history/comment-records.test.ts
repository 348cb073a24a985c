import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveQuerySchema } from '../../lib/contract/query.ts';
import { type HistoryPlaces, historyKinds } from '../../test/servers/history-places.ts';
import { type History, openHistory } from './index.ts';
import type { Place } from './place.ts';

describe.each(historyKinds)('in %s', (_kind, open) => {
  let places: HistoryPlaces;

  let place: Place;
  let history: History;
  beforeAll(async () => {
    places = await open();
    place = await places.make();
    history = await openHistory(place);
  });
  afterAll(async () => {
    await history.close();
    await places.stop();
  });

  const query = (title: string, more: object = {}) =>
    history.queries.save(saveQuerySchema.parse({ title, text: 'SELECT 1', ...more }));

  test('a comment keeps its words in any script, is edited, resolved and deleted, and its place stays', async () => {
    const { comments } = history;
    const { id } = await query('Revenue');
    const words = '<script>alert(1)</script> & “größe” 数据 \u202e🧮\n- [x](javascript:alert(1))';
    const first = await comments.add(id, words);
    expect(first).toMatchObject({ text: words, version: 1, isOwn: true, author: { id: 'local' } });
    const second = await comments.add(id, 'Second');
    expect(await comments.edit(first.id, 'Other')).toMatchObject({ text: 'Other', editedAt: expect.any(String) });
    expect(await comments.resolve(first.id, true)).toMatchObject({ resolvedAt: expect.any(String) });
    expect((await comments.resolve(first.id, false)).resolvedAt).toBeUndefined();
    await comments.remove(first.id);
    const listed = await comments.list(id);
    expect(listed.map(({ text, deletedAt }) => [text, deletedAt !== undefined])).toEqual([
      ['', true],
      ['Second', false],
    ]);
    await expect(comments.edit(first.id, 'Back')).rejects.toMatchObject({ code: 'not_found' });
    await expect(comments.add('none', 'x')).rejects.toMatchObject({ code: 'not_found' });
    await history.queries.remove(id);
    expect(await comments.list(id)).toEqual([]);
    await expect(comments.resolve(second.id, true)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('the filters offer each tag and collection once, follow changes, and find by them', async () => {
    const { queries } = history;
    const a = await query('A', { tags: ['month', 'b & <i>'], collection: 'Sales' });
    await query('B', { tags: ['month'], collection: 'Stock' });
    await query('C');
    expect(await queries.list({ limit: 10 })).toMatchObject({
      tags: ['b & <i>', 'month'],
      collections: ['Sales', 'Stock'],
    });
    const titles = async (filter: object) =>
      (await queries.list({ limit: 10, ...filter })).queries.map(({ title }) => title);
    expect(await titles({ tag: 'month' })).toEqual(['B', 'A']);
    expect(await titles({ tag: 'month', collection: 'Sales' })).toEqual(['A']);
    expect(await titles({ q: '"b & <i>"' })).toEqual(['A']);
    await queries.save({ ...saveQuerySchema.parse(a), id: a.id, version: a.version, tags: ['year'], collection: '' });
    expect(await queries.list({ limit: 10 })).toMatchObject({ tags: ['month', 'year'], collections: ['Stock'] });
  });
});
