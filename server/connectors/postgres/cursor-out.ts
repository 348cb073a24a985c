/**
 * Rows through a cursor, for systems that speak PostgreSQL's protocol but know no `COPY ... TO STDOUT`: a few times slower, the same bytes in the end. Values are the
 * server's own text; no parser of `pg` touches them.
 */
import type pg from 'pg';
import { CommandClock } from '../command-clock.ts';
import type { RowsOut } from './reading.ts';

/** Rows asked for at a time: what is held in memory, and how long a stopped fetch may go on. A Redshift of one node refuses to give more. */
const BATCH_ROWS = 1000;
const asText = { getTypeParser: () => (text: string) => text };

export class CursorOut implements RowsOut {
  rows: number | undefined;
  isFinished = false;
  readonly #client: pg.Client;
  readonly #clock = new CommandClock();
  readonly #declared: Promise<unknown>;
  #sent = 0;
  #failure: unknown;

  /** Starts at once, in the transaction in which `client` is. */
  constructor(client: pg.Client, sql: string) {
    this.#client = client;
    this.#declared = client.query(`DECLARE joinery_rows CURSOR FOR ${sql}`);
    // A failure is told by `next`.
    this.#declared.then(
      () => this.#clock.pause(),
      () => {},
    );
  }

  get serverMs(): number | undefined {
    return this.#clock.ms;
  }

  async next(): Promise<Buffer | undefined> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.isFinished) return undefined;
    this.#clock.resume();
    await this.#declared;
    const { rows } = await this.#client.query<(string | null)[]>({
      text: `FETCH FORWARD ${BATCH_ROWS} FROM joinery_rows`,
      rowMode: 'array',
      types: asText,
    });
    this.#clock.pause();
    if (this.#failure !== undefined) throw this.#failure;
    this.#sent += rows.length;
    if (rows.length > 0) return Buffer.from(rows.map(csvRecord).join(''));
    this.#clock.end();
    await this.#client.query('CLOSE joinery_rows');
    this.rows = this.#sent;
    this.isFinished = true;
    return undefined;
  }

  abort(failure: unknown): void {
    this.#failure ??= failure;
  }
}

const csvRecord = (values: readonly (string | null)[]): string => `${values.map(csvValue).join(',')}\n`;

/** As COPY writes it: NULL is nothing at all, and an empty text is in quotes. */
function csvValue(value: string | null): string {
  if (value === null) return '';
  return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
