import { expect, it } from 'vitest';
import { sourceWords } from './source-words.ts';

it('says what a source tells of a query, and nothing else', () => {
  expect(sourceWords(undefined)).toEqual([]);
  expect(sourceWords({})).toEqual([]);
  expect(sourceWords({ serverMs: 250, queueMs: 12, rowsRead: 1500, bytesProcessed: 0, queryId: '20261123_1' })).toEqual(
    ['250 ms of work', '12 ms waiting', '1,500 rows read', '0 B read', 'query 20261123_1'],
  );
  expect(
    sourceWords({ bytesBilled: 1000, slotMs: 40, cacheHit: true, warehouse: 'BI', readBy: 'Storage Read API' }),
  ).toEqual(['1 kB billed', '40 ms of slots', 'answered from its cache', 'warehouse BI', 'by Storage Read API']);
  expect(sourceWords({ rowsRead: 1, cacheHit: false })).toEqual(['1 row read']);
});
