import { describe, expect, it } from 'vitest';
import { type Context, type fetchAll, freshName, never, tableOf, wholeTable, withSession } from './context.ts';
import { load } from './load.ts';

export function introspectionTests({ definition, source }: Context): void {
  const { knows, integerType, textType } = definition;

  describe('introspection', () => {
    it('declares its capabilities', () => {
      expect(source().connector.capabilities).toEqual(definition.capabilities);
    });

    it('tests the connection', async () => {
      const test = await source().connector.test(never());
      expect(test.serverLabel).not.toBe('');
      expect(test.roundTripMs).toBeGreaterThanOrEqual(0);
      // A sentence; what an administrator would run stands below it.
      if (test.account.canWrite) expect(test.account.advice?.split('\n')[0]).toMatch(/^[A-Z][^;]*[.:]$/);
    });

    it('finds tables with their columns, keys and comments', async () => {
      const parent = freshName('parent');
      const child = freshName('child');
      await source().createTable({
        name: parent,
        comment: 'Who buys; "quoted", ünïcode',
        columns: [
          { name: 'id', type: integerType, notNull: true, comment: 'Number' },
          { name: 'code', type: textType, notNull: true },
        ],
        primaryKey: ['id'],
        unique: ['code'],
        rows: [['1', definition.quoteText('a')]],
      });
      await source().createTable({
        name: child,
        columns: [
          { name: 'id', type: integerType, notNull: true },
          { name: 'parent_id', type: integerType },
        ],
        primaryKey: ['id'],
        foreignKey: { column: 'parent_id', targetTable: parent, targetColumn: 'id' },
        rows: [],
      });
      const { defaultSchema, serverLabel } = await source().connector.introspect(never());
      expect(defaultSchema).toBe(source().schema);
      expect(serverLabel).not.toBe('');
      const found = await tableOf(source(), parent);
      expect(found.kind).toBe('table');
      expect(found.columns.map((column) => column.name)).toEqual(['id', 'code']);
      expect(found.columns.map((column) => column.type).at(1)).toBe('VARCHAR');
      expect(found.columns.map((column) => column.collation !== undefined)).toEqual([false, true]);
      if (knows.notNull) expect(found.columns.map((column) => column.nullable)).toEqual([false, false]);
      if (knows.comments) {
        expect(found.comment).toBe('Who buys; "quoted", ünïcode');
        expect(found.columns[0]?.comment).toBe('Number');
        expect(found.columns[1]?.comment).toBeUndefined();
      }
      if (!knows.keys) return;
      expect(found.primaryKey).toEqual(['id']);
      expect(found.uniqueKeys).toEqual([['code']]);
      expect(found.foreignKeys).toEqual([]);
      expect((await tableOf(source(), child)).foreignKeys).toEqual([
        { columns: ['parent_id'], targetSchema: source().schema, targetTable: parent, targetColumns: ['id'] },
      ]);
    });

    it.each(definition.identifiers)('reads a table and a column named %j', async (name) => {
      await source().createTable({
        name,
        columns: [
          { name: 'id', type: integerType },
          { name, type: textType },
        ],
        rows: [['7', definition.quoteText(`it's "${name}"`)]],
      });
      try {
        const table = await tableOf(source(), name);
        expect(table.columns.map((column) => column.name)).toEqual(['id', name]);
        const value = { type: 'VARCHAR', value: `it's "${name}"` };
        const filters = [{ kind: 'comparison', column: name, operator: '=', value }] as const;
        const pushed = source().connector.dialect.accepts(filters[0], table) === 'no' ? [] : filters;
        const loaded = await withSession(source(), async (session) =>
          load(await session.fetch(wholeTable(table, { filters: pushed }), never())),
        );
        expect(loaded.names).toEqual(['id', name]);
        expect(loaded.rows).toEqual([['7', `it's "${name}"`]]);
      } finally {
        await source().dropTable(name);
      }
    });

    it('fails clearly where a table has gone since the catalog was read', async () => {
      const name = freshName('dropped');
      await source().createNumbers(name, 3);
      const table = await tableOf(source(), name);
      await source().dropTable(name);
      await withSession(source(), async (session) => {
        await expect(fetchOrLoad(session, table)).rejects.toMatchObject({
          code: expect.stringMatching(/^(?:source_changed|unknown_table)$/),
        });
      });
    });
  });
}

async function fetchOrLoad(session: Parameters<typeof fetchAll>[0], table: Parameters<typeof wholeTable>[0]) {
  const stream = await session.fetch(wholeTable(table), never());
  return load(stream);
}
