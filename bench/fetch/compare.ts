/** One source of the benches without a database server of ours: its own client and Joinery in turn, as a row of a table. */
import type { EngineOver } from '../../test/engine-over.ts';

export interface Compared {
  readonly source: string;
  /** As a statement names it; columns `id`, `amount` and `label`. */
  readonly table: string;
  /** Reads all of it with the source's own client and throws it away. */
  drain(): Promise<void>;
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await task();
  return performance.now() - startedMs;
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

export function printHead(rows: number): void {
  process.stdout.write(
    `| source (${rows} rows, 3 columns) | own client, ms | Joinery, ms | ratio |\n| --- | --- | --- | --- |\n`,
  );
}

/** Prints the medians of both sides and their ratio; throws where a side has not seen all rows. */
export async function compare(
  { source, table, drain }: Compared,
  { engine, rows, rounds }: { readonly engine: EngineOver; readonly rows: number; readonly rounds: number },
): Promise<void> {
  const own: number[] = [];
  const ours: number[] = [];
  const read = async (): Promise<void> => {
    const { rows: answer } = await engine.rows(
      `SELECT count(*), sum(id), sum(amount), max(label) FROM ${table}`,
      'off',
    );
    if (answer[0]?.[0] !== String(rows)) throw new Error(`The answer is wrong: ${JSON.stringify(answer)}`);
  };
  for (let round = 0; round < rounds; round += 1) {
    own.push(await timed(drain));
    ours.push(await timed(read));
  }
  const [client, joinery] = [median(own), median(ours)];
  process.stdout.write(
    `| ${source} | ${client.toFixed(0)} | ${joinery.toFixed(0)} | ${(joinery / client).toFixed(2)} |\n`,
  );
}
