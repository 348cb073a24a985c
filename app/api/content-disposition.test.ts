import { expect, test } from 'vitest';
import { contentDisposition } from './content-disposition.ts';

test('a download is named for old readers and new ones', () => {
  expect(contentDisposition('Größe "1".csv')).toBe(
    'attachment; filename="Gr__e _1_.csv"; filename*=UTF-8\'\'Gr%C3%B6%C3%9Fe%20%221%22.csv',
  );
});
