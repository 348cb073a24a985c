import { describe, expect, it } from 'vitest';
import { CopyMessages } from './copy-messages.ts';

const message = (type: string, payload: string | Buffer): Buffer => {
  const header = Buffer.alloc(5);
  header.write(type, 0, 'latin1');
  header.writeInt32BE(Buffer.byteLength(payload) + 4, 1);
  return Buffer.concat([header, Buffer.from(payload)]);
};
const rows = ['1,a\n', '22,"b,c"\n', '\n', `3,${'x'.repeat(90)}\n`, '4,é\n'];
const notice = message('N', 'SWARNING\0\0');
const end = Buffer.concat([message('c', ''), message('C', 'COPY 5\0'), message('Z', 'I')]);
const answer = Buffer.concat([
  message('H', Buffer.alloc(3)),
  ...rows.slice(0, 2).map((row) => message('d', row)),
  notice,
  ...rows.slice(2).map((row) => message('d', row)),
  end,
]);

/** Reads `parts` out of one buffer that is written over each time. */
function readAll(parts: readonly Buffer[], wholeRows: boolean) {
  const chunks: Buffer[] = [];
  const others: Buffer[] = [];
  const rest: Buffer[] = [];
  const messages = new CopyMessages({
    wholeRows,
    onChunk: (chunk) => chunks.push(Buffer.from(chunk)),
    onOther: (other) => others.push(other),
    onEnd: (after) => rest.push(after),
  });
  const shared = Buffer.alloc(Math.max(...parts.map(({ length }) => length)));
  for (const part of parts) {
    part.copy(shared);
    messages.read(shared.subarray(0, part.length));
    shared.fill(0xff);
  }
  return { chunks, text: Buffer.concat(chunks).toString(), others, rest: Buffer.concat(rest) };
}

const cutEvery = (bytes: number): Buffer[] =>
  Array.from({ length: Math.ceil(answer.length / bytes) }, (_, index) =>
    answer.subarray(index * bytes, (index + 1) * bytes),
  );

describe.each([true, false])('the messages of COPY, chunks of whole rows: %s', (wholeRows) => {
  it('are read wherever they are cut, out of a buffer that is used again', () => {
    for (let cut = 1; cut < answer.length; cut += 1) {
      const read = readAll([answer.subarray(0, cut), answer.subarray(cut)], wholeRows);
      expect(read.text).toBe(rows.join(''));
      expect(read.others).toEqual([notice]);
      expect(read.rest).toEqual(end);
      if (wholeRows) for (const chunk of read.chunks) expect(chunk.at(-1)).toBe(10);
    }
  });

  it('are read byte by byte, and in pieces of any size', () => {
    for (const bytes of [1, 2, 3, 5, 7, 64, answer.length]) {
      const read = readAll(cutEvery(bytes), wholeRows);
      expect(read.text).toBe(rows.join(''));
      expect(read.rest).toEqual(end);
    }
  });

  it('may hold a row that is larger than any block', () => {
    const large = Buffer.alloc(700_000, 'z');
    const bytes = Buffer.concat([message('d', 'first\n'), message('d', large), message('d', 'last\n'), end]);
    const parts = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, index) =>
      bytes.subarray(index * 65_536, (index + 1) * 65_536),
    );
    const { text, rest } = readAll(parts, wholeRows);
    expect(text === `first\n${large}last\n`).toBe(true);
    expect(rest).toEqual(end);
  });

  it('end with an error in the middle of rows', () => {
    const error = message('E', 'SERROR\0M..\0\0');
    const { text, rest } = readAll([Buffer.concat([message('d', 'a\n'), error]), Buffer.from('more')], wholeRows);
    expect(text).toBe('a\n');
    expect(rest.toString('latin1')).toBe(`${error.toString('latin1')}more`);
  });
});
