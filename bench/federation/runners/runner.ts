import type { Statement } from '../statements.ts';

export interface Answer {
  readonly columns: readonly string[];
  /** How values of a column compare; undefined where the runner cannot tell. */
  readonly kinds?: readonly ('text' | 'exact' | 'float')[];
  /** Values as text; numbers with all their digits. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** One measured run of one statement. */
export interface Sample {
  readonly ms: number;
  /** Part of `ms` that went before the first fetch. */
  readonly planMs?: number;
  readonly peakMemoryBytes?: number;
  /** From the sources into the engine. */
  readonly moved?: { readonly rows: number; readonly bytes: number };
  readonly answer?: Answer;
}

/** The statement did not finish: out of time, or refused by the engine. */
export class DidNotFinish extends Error {
  readonly isTimeLimit: boolean;
  constructor(message: string, isTimeLimit = false) {
    super(message);
    this.isTimeLimit = isTimeLimit;
  }
}

export interface Runner {
  readonly name: string;
  /** For the table's head. */
  readonly label: string;
  readonly role: 'subject' | 'peer' | 'limit';
  /** False where decimals pass through floats, and only so many digits can agree. */
  readonly isExact: boolean;
  can(statement: Statement): boolean;
  /** @throws DidNotFinish */
  run(statement: Statement, timeLimitMs: number): Promise<Sample>;
  close(): Promise<void>;
}
