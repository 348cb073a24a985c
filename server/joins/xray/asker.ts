import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { JoineryError } from '../../errors.ts';
import type { ProbeAnswer, Probes } from '../../probes/probes.ts';

/** Asks the probes of one X-ray and counts what they cost. */
export class Asker {
  readonly #probes: Probes;
  readonly #parameters: readonly StatementParameter[];
  readonly #timeoutMs: number;
  readonly signal: AbortSignal;
  queries = 0;
  rowsRead = 0;

  constructor(
    probes: Probes,
    options: {
      readonly parameters: readonly StatementParameter[];
      readonly timeoutMs: number;
      readonly signal: AbortSignal;
    },
  ) {
    this.#probes = probes;
    this.#parameters = options.parameters;
    this.#timeoutMs = options.timeoutMs;
    this.signal = options.signal;
  }

  async ask(sql: string, maxRows: number): Promise<ProbeAnswer> {
    const asked = this.#probes.ask(sql, {
      maxRows,
      timeoutMs: this.#timeoutMs,
      signal: this.signal,
      parameters: this.#parameters,
    });
    const answer = await asked.catch((thrown: unknown) => {
      // What did not answer has been asked all the same.
      this.queries += 1;
      throw thrown;
    });
    this.queries += answer.fetches.length;
    this.rowsRead += answer.fetches.reduce((sum, { rows }) => sum + rows, 0);
    return answer;
  }
}

/** A probe that took too long has no answer; anything else is thrown on. */
export function unlessTimeout(thrown: unknown): undefined {
  if (thrown instanceof JoineryError && thrown.code === 'source_timeout') return undefined;
  throw thrown;
}
