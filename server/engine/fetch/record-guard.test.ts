import { describe, expect, it } from 'vitest';
import { MAX_RECORD_BYTES, recordGuard } from './record-guard.ts';

const line = (bytes: number) => Buffer.concat([Buffer.alloc(bytes, 'x'), Buffer.from('\n')]);
const feed = (...chunks: readonly Buffer[]) => {
  const guard = recordGuard('shop');
  for (const chunk of chunks) guard(chunk);
};

describe('a record that is too long', () => {
  it.each([
    ['in one chunk', [line(MAX_RECORD_BYTES + 1)]],
    ['behind others in a chunk', [Buffer.concat([line(5), line(MAX_RECORD_BYTES + 1)])]],
    ['between others in a chunk', [Buffer.concat([line(5), line(MAX_RECORD_BYTES + 1), line(5)])]],
    ['over many chunks', Array.from({ length: 200 }, () => Buffer.alloc(65_536, 'x'))],
    ['begun behind a line end', [Buffer.from('a\nb'), Buffer.alloc(MAX_RECORD_BYTES, 'x')]],
  ])('%s is refused, with the name of the connection', (_, chunks) => {
    expect(() => feed(...chunks)).toThrow(expect.objectContaining({ code: 'source_value', connection: 'shop' }));
  });

  it('is not one of the longest that may be, nor many short ones', () => {
    feed(line(MAX_RECORD_BYTES), line(5), line(MAX_RECORD_BYTES));
    feed(...Array.from({ length: 300 }, () => line(65_536)));
    feed(Buffer.concat(Array.from({ length: 200 }, () => line(65_536))));
  });
});
