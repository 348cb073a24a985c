/** The figures as PostgreSQL holds them; their numbers come from a sequence, anew at each change (`dialect.ts`). */
import type { Client } from '../database.ts';
import {
  BATCH_ROWS,
  type Batch,
  type Extent,
  type FigurePlace,
  type FigureSource,
  GROUP_ROWS,
  RUN_COLUMNS,
  type RunText,
  SOURCE_COLUMNS,
} from '../figures/figure-source.ts';
import { Prisma } from '../generated/client.ts';

/** Lines as `sqlite-figures.ts` writes them. */
const lineOf = (table: string, columns: readonly string[]): string =>
  columns.map((name) => `coalesce(${table}."${name}"::text, '')`).join(' || chr(31) || ');
const RUN_LINE = Prisma.raw(lineOf('figure', ['row', ...RUN_COLUMNS]));
const SOURCE_LINE = Prisma.raw(`figure."row" || chr(31) || ${lineOf('source', SOURCE_COLUMNS)}`);

/** `copyPath` is a file of this process alone. */
export const figuresOfPostgres = (client: Client, copyPath: string): FigurePlace => ({
  open: async () => new PostgresFigures(client),
  copyPath,
});

class PostgresFigures implements FigureSource {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async version(): Promise<undefined> {}

  async extent(): Promise<Extent> {
    const [row] = await this.#client.$queryRaw<{ runs: bigint; lastRow: bigint | null }[]>`
      SELECT (SELECT count(*) FROM "RunFigure") AS "runs", (SELECT max("row") FROM "RunFigure") AS "lastRow"`;
    return { runs: Number(row?.runs ?? 0), lastRow: BigInt(row?.lastRow ?? 0) };
  }

  async batch(after: bigint, upTo: bigint): Promise<Batch> {
    // One statement sees one moment.
    const [row] = await this.#client.$queryRaw<
      { runs: string | null; sources: string | null; lastRow: bigint | null }[]
    >`
      WITH figure AS MATERIALIZED (SELECT * FROM "RunFigure" WHERE "row" > ${after} AND "row" <= ${upTo} ORDER BY "row" LIMIT ${BATCH_ROWS})
      SELECT (SELECT string_agg(${RUN_LINE}, chr(10)) FROM figure) AS "runs",
        (SELECT string_agg(${SOURCE_LINE}, chr(10)) FROM figure JOIN "RunSourceFigure" AS source ON source."runId" = figure."runId") AS "sources",
        (SELECT max("row") FROM figure HAVING count(*) = ${BATCH_ROWS}) AS "lastRow"`;
    return { runs: row?.runs ?? '', sources: row?.sources ?? '', firstRow: after + 1n, lastRow: row?.lastRow ?? upTo };
  }

  async groups(): Promise<Map<number, number>> {
    const rows = await this.#client.$queryRaw<{ group: bigint; runs: bigint }[]>`
      SELECT "row" / ${Prisma.raw(String(GROUP_ROWS))} AS "group", count(*) AS "runs" FROM "RunFigure" GROUP BY 1`;
    return new Map(rows.map(({ group, runs }) => [Number(group), Number(runs)]));
  }

  async runIdOf(row: bigint): Promise<string | undefined> {
    const [found] = await this.#client.$queryRaw<{ runId: string }[]>`
      SELECT "runId" FROM "RunFigure" WHERE "row" = ${row}`;
    return found?.runId;
  }

  async texts(rows: readonly bigint[], longest: number): Promise<Map<bigint, RunText>> {
    const texts = new Map<bigint, RunText>(rows.map((row) => [row, { runId: '', text: '' }]));
    if (rows.length === 0) return texts;
    const found = await this.#client.$queryRaw<{ row: bigint; runId: string; text: string }[]>`
      SELECT figure."row", figure."runId", coalesce(substr(run."text", 1, ${longest}::integer), '') AS "text" FROM "RunFigure" AS figure
      LEFT JOIN "Run" AS run ON run."id" = figure."runId" WHERE figure."row" IN (${Prisma.join(rows)})`;
    for (const { row, runId, text } of found) texts.set(BigInt(row), { runId, text });
    return texts;
  }

  async fingerprintText(id: string): Promise<string> {
    return (await this.#client.fingerprint.findUnique({ where: { id } }))?.text ?? '';
  }

  close(): void {}
}
