/** A source whose rows are not what its columns say: each ends in words with its name, or in the value that was sent, never in another one. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { trinoDriver } from '../../server/connectors/trino/index.ts';
import { contextOf, type EngineOver, engineOver } from '../engine-over.ts';
import { startTrinoProtocol, type TrinoProtocol } from '../servers/trino-protocol.ts';

/** What the column promises, what comes (JSON of a page), and the text of the value where that is no lie after all. */
const lies: readonly (readonly [title: string, type: string, duckType: string, page: string, honest?: string])[] = [
  ['a word for a number', 'bigint', 'BIGINT', '[["twelve"]]'],
  ['a fraction for a whole number', 'bigint', 'BIGINT', '[[1.5]]'],
  ['a number that is too large', 'bigint', 'BIGINT', '[[99999999999999999999]]'],
  ['a list for a number', 'bigint', 'BIGINT', '[[[1]]]'],
  ['an object for a number', 'bigint', 'BIGINT', '[[{"a":1}]]'],
  ['truth for a number', 'bigint', 'BIGINT', '[[true]]'],
  ['a number in quotes', 'bigint', 'BIGINT', '[["9007199254740993"]]', '9007199254740993'],
  ['a word for truth', 'boolean', 'BOOLEAN', '[["perhaps"]]'],
  ['a day that no month has', 'date', 'DATE', '[["2026-02-31"]]'],
  ['a word for a day', 'date', 'DATE', '[["tomorrow"]]'],
  ['more digits than it says', 'decimal(5,2)', 'DECIMAL(5,2)', '[["123456.78"]]'],
  ['another scale than it says', 'decimal(5,2)', 'DECIMAL(5,2)', '[["1.239"]]'],
  ['a word for a time', 'timestamp(3)', 'TIMESTAMP', '[["noon"]]'],
  ['two rows in one value', 'boolean', 'BOOLEAN', '[["true\\nfalse"]]'],
  ['two rows in a day', 'date', 'DATE', '[["2026-01-01\\n2026-01-02"]]'],
  ['an exponent in a decimal', 'decimal(5,2)', 'DECIMAL(5,2)', '[["1e2"]]', '100.00'],
  ['one cell too few', 'bigint', 'BIGINT', '[[]]'],
  ['one cell too many', 'bigint', 'BIGINT', '[[1, 2]]'],
  ['no row at all', 'bigint', 'BIGINT', '[7]'],
];

let server: TrinoProtocol;
let engine: EngineOver;
beforeAll(async () => {
  server = await startTrinoProtocol((sql) => {
    const [, type = '', , page = ''] = lies[Number(/"lie_(\d+)"/.exec(sql)?.[1])] ?? [];
    return page === '' ? {} : { columns: [{ name: 'v', type }], pages: ['[[null]]', page] };
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-lies-'));
  const options = trinoDriver.optionsSchema.parse({ port: server.port, catalog: 'lake', user: 'analyst' });
  const connector = trinoDriver.create(options, contextOf(folder)('liar'));
  const tables = lies.map(([, sourceType, type], index) => ({
    schema: 'default',
    name: `lie_${index}`,
    kind: 'table' as const,
    columns: [{ name: 'v', sourceType, type, nullable: true }],
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
  }));
  connector.introspect = async () => ({ serverLabel: 'Trino', defaultSchema: 'default', tables });
  engine = await engineOver({ liar: connector }, folder);
});
afterAll(async () => {
  await engine.close();
  await server.stop();
});

it.each(lies.map((lie, index) => [lie[0], index, lie[4]] as const))('%s', async (_, index, honest) => {
  const [outcome] = await Promise.allSettled([engine.rows(`SELECT v FROM liar.lie_${index} ORDER BY v NULLS FIRST`)]);
  if (outcome.status === 'fulfilled') {
    expect(honest, JSON.stringify(outcome.value.rows)).toBeDefined();
    expect(outcome.value.rows).toEqual([[null], [honest]]);
  } else {
    expect(honest).toBeUndefined();
    expect(outcome.reason).toMatchObject({ name: 'JoineryError', connection: 'liar' });
    expect((outcome.reason as { code: string }).code).not.toBe('internal');
  }
});
