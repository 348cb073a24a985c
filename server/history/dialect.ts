/** What SQLite and PostgreSQL say differently. Everything else is one text for both. */
import { Prisma } from './generated/client.ts';

type Sql = Prisma.Sql;

interface Replacement {
  readonly table: string;
  /** Columns that tell its rows apart. */
  readonly key: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Dialect {
  readonly kind: 'sqlite' | 'postgres';
  /** Condition: the text holds the word. */
  holds(text: Sql, word: string): Sql;
  /** A join that looks its right side up for each row of the left one. */
  readonly lookUp: Sql;
  /** Column by which a row of a table is found at once, within one statement. */
  readonly rowKey: Sql;
  /** The same join to the one row of `table` for which `condition` holds, whatever its database thinks of reading the whole table instead. Keeps the order of the left side. */
  lookUpRow(table: Sql, name: Sql, condition: Sql): Sql;
  /** Puts rows that came through `lookUp` in the order of the left side again, where the database does not promise it. */
  inOrder(order: Sql): Sql;
  /** Puts a row in place of the one that is there. It gets a new number, so that copies notice. */
  replace(row: Replacement): Sql;
}

export const sqlite: Dialect = {
  kind: 'sqlite',
  holds: (text, word) => Prisma.sql`instr(${text}, ${word}) > 0`,
  lookUp: Prisma.sql`CROSS JOIN`,
  rowKey: Prisma.sql`rowid`,
  lookUpRow: (table, name, condition) => Prisma.sql`CROSS JOIN ${table} AS ${name} ON ${condition}`,
  inOrder: () => Prisma.empty,
  replace: ({ table, values }) => Prisma.sql`INSERT OR REPLACE INTO ${named(table)} ${valuesOf(values)}`,
};

export const postgres: Dialect = {
  kind: 'postgres',
  holds: (text, word) => Prisma.sql`strpos(${text}, ${word}) > 0`,
  lookUp: Prisma.sql`JOIN`,
  rowKey: Prisma.sql`ctid`,
  // OFFSET keeps the planner from making it a join of its own choice: of a million runs it would read all to look at 20,000.
  lookUpRow: (table, name, condition) =>
    Prisma.sql`CROSS JOIN LATERAL (SELECT * FROM ${table} AS ${name} WHERE ${condition} OFFSET 0) AS ${name}`,
  inOrder: (order) => Prisma.sql`ORDER BY ${order}`,
  replace: ({ table, key, values }) => {
    const changes = Object.keys(values)
      .filter((column) => !key.includes(column))
      .map((column) => Prisma.sql`${named(column)} = excluded.${named(column)}`);
    if (table === 'RunFigure') changes.push(Prisma.sql`"row" = nextval(pg_get_serial_sequence('"RunFigure"', 'row'))`);
    return Prisma.sql`INSERT INTO ${named(table)} ${valuesOf(values)}
      ON CONFLICT (${Prisma.join(key.map(named))}) DO UPDATE SET ${Prisma.join(changes)}`;
  },
};

/** A name of our own schema. */
const named = (name: string): Sql => Prisma.raw(`"${name}"`);

const valuesOf = (values: Readonly<Record<string, unknown>>): Sql =>
  Prisma.sql`(${Prisma.join(Object.keys(values).map(named))}) VALUES (${Prisma.join(Object.values(values))})`;
