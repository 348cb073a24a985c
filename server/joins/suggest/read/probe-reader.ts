/** Reads tables by probes: small federated statements, so that it works for every driver and what can run at the source does. */

import type { StatementParameter } from '../../../../lib/contract/parameter.ts';
import { textLiteral } from '../../../../lib/join/literal.ts';
import { quoteIfNeeded } from '../../../../lib/sql/sql-name.ts';
import type { Probes } from '../../../probes/probes.ts';
import { typeClass } from '../profile/type-class.ts';
import type { KeptAnswers } from './kept-answers.ts';
import { COSTLY_ROWS, MAX_COSTLY_QUESTIONS, PATIENCE, PROBE_TIMEOUT_MS } from './limits.ts';
import type { ReadRows, TableReader, TableRef } from './table-reader.ts';

export interface ReadCosts {
  /** Whether the connection's source groups and filters itself, so that only the answer is read. Default: yes. */
  readonly groupsAtSource?: ((connection: string) => boolean) | undefined;
  /** Questions beyond the sample of a large table elsewhere. Default `MAX_COSTLY_QUESTIONS`. */
  readonly maxCostlyQuestions?: number | undefined;
  /** What was asked before and still holds is not asked again. */
  readonly kept?: KeptAnswers | undefined;
}

export class ProbeReader implements TableReader {
  readonly #probes: Probes;
  readonly #signal: AbortSignal;
  readonly #timeoutMs: number;
  readonly #costs: ReadCosts;
  readonly #costlyQuestions = new Map<string, number>();
  readonly cost = { queries: 0, rows: 0 };

  constructor(probes: Probes, signal: AbortSignal, timeoutMs: number = PROBE_TIMEOUT_MS, costs: ReadCosts = {}) {
    this.#costs = costs;
    this.#timeoutMs = timeoutMs;
    this.#probes = probes;
    this.#signal = signal;
  }

  sample(table: TableRef, columns: readonly string[], limit: number, isPatient = false): Promise<ReadRows> {
    const sql = `SELECT ${list(columns)} FROM ${name(table)} LIMIT ${limit + 1}`;
    return this.#ask(table, sql, limit, [], this.#timeoutMs * (isPatient ? PATIENCE : 1));
  }

  isTooCostly(table: TableRef): boolean {
    const { maxCostlyQuestions = MAX_COSTLY_QUESTIONS } = this.#costs;
    return this.#isCostly(table) && (this.#costlyQuestions.get(name(table)) ?? 0) >= maxCostlyQuestions;
  }

  groups(table: TableRef, columns: readonly string[], limit: number): Promise<ReadRows> {
    this.#count(table);
    const keys = list(columns);
    return this.#ask(
      table,
      `SELECT ${keys}, count(*) AS row_count FROM ${name(table)} GROUP BY ${keys} LIMIT ${limit + 1}`,
      limit,
    );
  }

  groupsOf(table: TableRef, column: string, values: readonly string[]): Promise<ReadRows> {
    const key = quoteIfNeeded(column);
    const type = typeClass(table.info.columns.find((one) => one.name === column)?.type ?? '');
    const isText = type === 'text';
    const isNumber = type === 'integer' || type === 'decimal' || type === 'float';
    const known = isNumber ? values.filter((value) => /^-?\d+(\.\d+)?$/.test(value)) : values;
    if (known.length === 0) return Promise.resolve({ rows: [], isWhole: true });
    this.#count(table);
    const among = isText ? '{{keys}}' : `(${known.map(isNumber ? String : textLiteral).join(', ')})`;
    const parameters: StatementParameter[] = isText ? [{ name: 'keys', type: 'text_list', value: [...known] }] : [];
    return this.#ask(
      table,
      `SELECT ${key}, count(*) AS row_count FROM ${name(table)} WHERE ${key} IN ${among} GROUP BY ${key}`,
      known.length,
      parameters,
    );
  }

  extent(table: TableRef, column: string): Promise<ReadRows> {
    this.#count(table);
    const key = quoteIfNeeded(column);
    return this.#ask(table, `SELECT count(*), count(${key}), min(${key}), max(${key}) FROM ${name(table)}`, 1);
  }

  #isCostly({ connection, info }: TableRef): boolean {
    const { groupsAtSource } = this.#costs;
    if (groupsAtSource === undefined || groupsAtSource(connection)) return false;
    return (info.rowEstimate ?? Number.POSITIVE_INFINITY) > COSTLY_ROWS;
  }

  #count(table: TableRef): void {
    if (this.#isCostly(table))
      this.#costlyQuestions.set(name(table), (this.#costlyQuestions.get(name(table)) ?? 0) + 1);
  }

  async #ask(
    { connection }: TableRef,
    sql: string,
    maxRows: number,
    parameters: readonly StatementParameter[] = [],
    timeoutMs = this.#timeoutMs,
  ): Promise<ReadRows> {
    const question = JSON.stringify([sql, maxRows, parameters]);
    const before = this.#costs.kept?.get(connection, question);
    if (before !== undefined) return before;
    // What fails was asked as well.
    this.cost.queries += 1;
    const answer = await this.#probes.ask(sql, {
      maxRows,
      timeoutMs,
      parameters,
      signal: this.#signal,
    });
    this.cost.queries += Math.max(0, answer.fetches.length - 1);
    this.cost.rows += answer.fetches.reduce((sum, { rows }) => sum + rows, 0);
    const read = { rows: answer.rows, isWhole: !answer.isTruncated };
    this.#costs.kept?.keep(connection, question, read);
    return read;
  }
}

const list = (columns: readonly string[]): string => columns.map(quoteIfNeeded).join(', ');
const name = ({ connection, info }: TableRef): string =>
  [connection, info.schema, info.name].map(quoteIfNeeded).join('.');
