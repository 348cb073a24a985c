import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DamagedRow, RowEncoder } from './encode-rows.ts';
import { type PacketParser, takeRowPackets } from './row-packets.ts';

interface Packet {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly end: number;
  readonly sequenceId: number;
}

const require = createRequire(import.meta.url);
// mysql2 exports its parts only as a whole.
const Parser = require(path.join(path.dirname(require.resolve('mysql2')), 'lib/packet_parser.js')) as new (
  onPacket: (packet: Packet) => void,
) => PacketParser;

const EOF = Buffer.from([0xfe, 0, 0, 2, 0]);

function packets(payloads: readonly Buffer[]): Buffer {
  return Buffer.concat(
    payloads.flatMap((payload, index) => {
      const header = Buffer.alloc(4);
      header.writeUIntLE(payload.length, 0, 3);
      header[3] = (index + 1) % 256;
      return [header, payload];
    }),
  );
}

/** Reads `bytes` in pieces as mysql2's connection does; rows are taken over after the first. */
function read(bytes: Buffer, pieceBytes: number) {
  const rows: string[] = [];
  const handedBack: string[] = [];
  const sequences: [number, number][] = [];
  let taken: ReturnType<typeof takeRowPackets>;
  const taker = {
    take: (source: Buffer, offset: number, end: number) => {
      rows.push(source.toString('latin1', offset, end));
    },
    readEnded: () => {},
    damaged: () => {
      isDamaged = true;
    },
  };
  let isDamaged = false;
  const connection = {
    sequenceId: 0,
    stream: {},
    packetParser: new Parser(({ buffer, offset, end, sequenceId }) => {
      if (rows.length > 1) sequences.push([connection.sequenceId, sequenceId]);
      connection.sequenceId = (sequenceId + 1) % 256;
      const text = buffer.toString('latin1', offset, end);
      if (text.startsWith('row')) rows.push(text);
      else handedBack.push(text);
      taken ??= takeRowPackets(connection, taker);
    }),
  };
  const own = connection.packetParser;
  for (let at = 0; at < bytes.length; at += pieceBytes)
    connection.packetParser.execute(bytes.subarray(at, at + pieceBytes));
  taken?.giveBack();
  const isGivenBack = connection.packetParser === own;
  return { rows, handedBack, lastSequence: sequences.at(-1), isGivenBack, isDamaged };
}

test('rows are the same however the bytes arrive, and the end goes back to mysql2', () => {
  const payloads = ['row 1', `row ${'x'.repeat(700)}`, 'row 3', 'row'].map((text) => Buffer.from(text));
  const bytes = packets([...payloads, EOF]);
  for (let pieceBytes = 1; pieceBytes <= bytes.length; pieceBytes += 1) {
    const { rows, handedBack, lastSequence, isGivenBack } = read(bytes, pieceBytes);
    expect(rows).toEqual(payloads.map(String));
    expect(handedBack).toEqual([EOF.toString('latin1')]);
    expect(isGivenBack).toBe(true);
    if (pieceBytes < 20) expect(lastSequence).toEqual([5, 5]);
  }
});

test('a packet that is missing or displaced is seen, however the bytes arrive', () => {
  const payloads = Array.from({ length: 300 }, (_, index) => Buffer.from(`row ${index}`));
  const bytes = packets([...payloads, EOF]);
  const lost = Buffer.concat([bytes.subarray(0, 900), bytes.subarray(907)]);
  for (const pieceBytes of [1, 7, 100]) {
    expect(read(bytes, pieceBytes)).toMatchObject({ isDamaged: false, isGivenBack: true });
    expect(read(lost, pieceBytes)).toMatchObject({ isDamaged: true, handedBack: [] });
  }
});

test('a row whose values do not fill its packet is refused', () => {
  const encode = (...bytes: number[]): string => {
    const chunks: string[] = [];
    const columns = ['a', 'b'].map((name) => ({ name, valueClass: 'text' as const }));
    const onChunk = (chunk: Uint8Array) => void chunks.push(Buffer.from(chunk).toString());
    const encoder = new RowEncoder(columns, { nullForZeroDates: false, onChunk });
    encoder.row(Buffer.from(bytes), 0, bytes.length);
    encoder.flush();
    return chunks.join('');
  };
  expect(encode(1, 65, 252, 1, 0, 66)).toBe('"A","B"\n');
  expect(encode(251, 1, 66)).toBe(',"B"\n');
  for (const damaged of [
    [1, 65, 2, 66],
    [1, 65, 1, 66, 67],
    [1, 65],
    [1, 65, 255, 66],
    [255, 255, 255, 255],
    [1, 65, 254, 255, 255, 255, 255, 255, 255, 255, 255],
    [1, 65, 253, 255],
  ])
    expect(() => encode(...damaged)).toThrow(DamagedRow);
});

test('an error among the rows, and rows of 16 MiB with all after them, go back to mysql2', () => {
  const error = Buffer.from([0xff, 1, 2]);
  expect(read(packets([Buffer.from('row 1'), Buffer.from('row 2'), error]), 7).handedBack).toEqual([
    error.toString('latin1'),
  ]);
  const large = Buffer.concat([Buffer.from('row '), Buffer.alloc(0xffffff - 4, 'y')]);
  const bytes = packets([
    Buffer.from('row 1'),
    Buffer.from('row 2'),
    large,
    Buffer.from('z'),
    Buffer.from('row 5'),
    EOF,
  ]);
  for (const pieceBytes of [65_536, 1_000_003]) {
    const { rows, handedBack } = read(bytes, pieceBytes);
    expect(rows.map(({ length }) => length)).toEqual([5, 5, 0xffffff + 1, 5]);
    expect(handedBack).toHaveLength(1);
  }
});
