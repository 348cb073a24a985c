import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JoinDocument } from '../../../lib/contract/join.ts';
import { joinSql } from '../../../lib/join/join-sql.ts';
import { normalForm } from '../../../lib/join/normal-form.ts';
import { outputColumns } from '../../../lib/join/output-columns.ts';
import { SqlReader } from '../../engine/sql-reader.ts';
import { readShapes } from '../shapes.ts';
import { Random } from '../testing/random.ts';
import { randomDocument } from '../testing/random-document.ts';
import { fakeDependencies, sources } from '../testing/shapes.ts';
import { readJoinSql } from './read-sql.ts';

const DOCUMENTS = 400;
let reader: SqlReader;
beforeAll(async () => {
  reader = await SqlReader.create();
});
afterAll(() => reader.close());

const never = new AbortController().signal;

describe('a document written as SQL', async () => {
  const all: JoinDocument = {
    version: 1,
    inputs: sources.map((source, index) => ({ alias: `i${index}`, source, filters: [] })),
    steps: [],
    duplicates: 'prefix',
    coalesceKeys: false,
  };
  const { columnsOf } = await readShapes(all, fakeDependencies, never);

  it(`comes back as the same document, ${DOCUMENTS} times`, async () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= DOCUMENTS; seed += 1) {
      const document = randomDocument(new Random(seed), columnsOf);
      const sql = joinSql(document, columnsOf);
      const read = await readJoinSql(sql, fakeDependencies, reader);
      if (!('document' in read)) throw new Error(`Seed ${seed}: ${read.beyond.reason}\n${sql}`);
      expect(joinSql(read.document, columnsOf), `seed ${seed}`).toBe(sql);
      const { parameters: _, ...bare } = read.document;
      expect(bare, `seed ${seed}\n${sql}`).toEqual(normalForm(document, columnsOf));
      const names = outputColumns(document, columnsOf).map(({ name }) => name.toLowerCase());
      expect(new Set(names).size, `seed ${seed}`).toBe(names.length);
      for (const [index, step] of document.steps.entries()) {
        seen.add(step.kind === 'join' ? step.type : 'union');
        const [before, added] = [document.steps[index - 1], document.inputs[index + 1]];
        if (step.kind === 'join' && before?.kind === 'union') seen.add('join of a union');
        if (step.kind === 'union' && added?.source.kind === 'join') seen.add('union with a join');
      }
    }
    const types = ['anti', 'cross', 'full', 'inner', 'left', 'right', 'union'];
    expect([...seen].sort()).toEqual([...types, 'join of a union', 'union with a join'].sort());
  });
});
