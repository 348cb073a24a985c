import { describe, expect, it } from 'vitest';
import { liveTables, suggestTables } from '../suggest-tables.ts';
import { MemoryReader, type MemoryTable, memoryTable } from '../testing/memory-tables.ts';

const rows = <Row>(count: number, row: (index: number) => Row): Row[] =>
  Array.from({ length: count }, (_, index) => row(index));

async function proposed(...tables: readonly MemoryTable[]) {
  const reader = new MemoryReader(tables);
  const found: { text: string; type: string; confidence: number }[] = [];
  for await (const { isDone, suggestions } of suggestTables(liveTables(tables, reader), {
    reader,
    allowsProbes: () => true,
  }))
    if (isDone)
      for (const { left, right, pairs, type, confidence } of suggestions)
        found.push({
          text: pairs
            .map((pair) => `${left.table}.${pair.left} = ${right.table}.${pair.right}`)
            .sort()
            .join(' & '),
          type,
          confidence,
        });
  return found;
}

const seasons = memoryTable(
  'a',
  'teams',
  { yearID: 'BIGINT', lgID: 'VARCHAR', teamID: 'VARCHAR', wins: 'DOUBLE' },
  rows(600, (at) => [1980 + (at % 30), `L${Math.floor(at / 300)}`, `TM${Math.floor(at / 30) % 10}`, at / 7]),
);

describe('joins of two tables', () => {
  it('finds a key of three columns, of which no two are unique and each has few values', async () => {
    const batting = memoryTable(
      'b',
      'batting',
      { player: 'VARCHAR', yearID: 'BIGINT', lgID: 'VARCHAR', teamID: 'VARCHAR', hits: 'DOUBLE' },
      rows(900, (at) => {
        const team = (at * 7) % 600;
        const year = 1980 + (team % 30);
        return [`p${at % 200}`, year, `L${Math.floor(team / 300)}`, `TM${Math.floor(team / 30) % 10}`, at / 3];
      }),
    );
    const [best] = await proposed(batting, seasons);
    expect(best?.text).toBe(
      'batting.lgID = teams.lgID & batting.teamID = teams.teamID & batting.yearID = teams.yearID',
    );
    expect(best?.confidence).toBeGreaterThanOrEqual(0.6);
  });

  it('takes counters of rows for no join, alone and beside a real key', async () => {
    const patients = memoryTable(
      'a',
      'patients',
      { row_id: 'BIGINT', subject_id: 'BIGINT', sex: 'VARCHAR' },
      rows(120, (at) => [at + 1, 10_000 + at * 37, 'x']),
    );
    const items = memoryTable(
      'b',
      'd_items',
      { row_id: 'BIGINT', itemid: 'BIGINT', label: 'VARCHAR' },
      rows(150, (at) => [at + 1, 220_000 + at * 91, `Label ${at}`]),
    );
    expect(await proposed(patients, items)).toEqual([]);
    const stays = memoryTable(
      'b',
      'stays',
      { row_id: 'BIGINT', subject_id: 'BIGINT', days: 'BIGINT' },
      rows(300, (at) => [at + 1, 10_000 + ((at * 11) % 120) * 37, at % 9]),
    );
    const sure = (await proposed(patients, stays)).filter(({ confidence }) => confidence >= 0.6);
    expect(sure.map(({ text }) => text)).toEqual(['stays.subject_id = patients.subject_id']);
  });

  it('puts slices of any name below each other, and a part of the columns beside its table', async () => {
    const part = (name: string, from: number) =>
      memoryTable(
        name,
        `trips_${name}`,
        { trip_id: 'VARCHAR', route_id: 'VARCHAR', service: 'BIGINT', direction: 'VARCHAR' },
        rows(200, (at) => [`T${from + at * 13}`, `R${at % 20}`, at % 9, `D${at % 4}`]),
      );
    expect((await proposed(part('berlin', 10_000), part('hamburg', 70_000)))[0]?.type).toBe('union');
    const remarks = memoryTable(
      'b',
      'teams_remarks',
      { yearID: 'BIGINT', lgID: 'VARCHAR', teamID: 'VARCHAR', remark: 'VARCHAR' },
      seasons.rows.slice(0, 450).map((row, at) => [...row.slice(0, 3), `remark ${at}`]),
    );
    expect((await proposed(seasons, remarks))[0]).toMatchObject({
      text: 'teams_remarks.lgID = teams.lgID & teams_remarks.teamID = teams.teamID & teams_remarks.yearID = teams.yearID',
    });
  });

  /** Suits between two of the people that a register counts from `start` on. */
  const suits = (start: number) => [
    memoryTable(
      'a',
      'suits',
      { suit_ref: 'VARCHAR', plaintiff_no: 'BIGINT', defendant_no: 'BIGINT' },
      rows(500, (at) => [`SU-${at * 7919}`, start + ((at * 37) % 300), start + ((at * 53) % 280)]),
    ),
    memoryTable(
      'b',
      'register',
      { register_no: 'BIGINT', legal_name: 'VARCHAR' },
      rows(350, (at) => [start + at, `Name ${at}`]),
    ),
  ];

  it('takes two sides of a relation for references to a counter far from one, where nothing else is named for it', async () => {
    expect((await proposed(...suits(30_000))).map(({ text }) => text).sort()).toEqual([
      'suits.defendant_no = register.register_no',
      'suits.plaintiff_no = register.register_no',
    ]);
    // Where both count from one it is never sure.
    expect((await proposed(...suits(1))).filter(({ confidence }) => confidence >= 0.85)).toEqual([]);
  });

  it('takes what was done by somebody for a reference to a list of people, and not to what only has a surname in it', async () => {
    const hearings = memoryTable(
      'a',
      'hearings',
      { uid: 'VARCHAR', presided_by: 'BIGINT' },
      rows(300, (at) => [`${at * 7919}-x`, 1 + ((at * 7) % 40)]),
    );
    const judges = { judge_id: 'BIGINT', last_name: 'VARCHAR' };
    const list = rows(40, (at) => [at + 1, `Name ${at}`]);
    const [best] = await proposed(hearings, memoryTable('b', 'judges', judges, list));
    expect(best?.text).toBe('hearings.presided_by = judges.judge_id');
    const bookings = memoryTable(
      'b',
      'bookings',
      { booking_id: 'BIGINT', surname: 'VARCHAR', room_id: 'BIGINT' },
      list.map((row, at) => [...row, at % 7]),
    );
    expect((await proposed(hearings, bookings)).filter(({ confidence }) => confidence >= 0.6)).toEqual([]);
  });
});
