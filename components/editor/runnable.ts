import type { LexicalRules } from '../../lib/sql/dialect.ts';
import { type StatementRange, splitStatements, statementAt } from '../../lib/sql/split-statements.ts';

/** A statement to run, with its place in the document, so that an error's position can be shown there. */
export interface RunnableStatement {
  readonly text: string;
  readonly offset: number;
}

/** What "run" means now. */
export interface Runnable {
  readonly kind: 'statement' | 'selection' | 'nothing';
  readonly statements: readonly RunnableStatement[];
}

/** The selection's statements if something is selected, else the statement at the cursor. */
export function runnableAt(text: string, start: number, end: number, rules: LexicalRules): Runnable {
  if (start !== end) {
    const statements = statementsIn(text, start, end, rules);
    return { kind: statements.length === 0 ? 'nothing' : 'selection', statements };
  }
  const statement = statementAt(text, start, rules);
  return statement === undefined
    ? { kind: 'nothing', statements: [] }
    : { kind: 'statement', statements: [sliceOf(text, statement)] };
}

export function statementsIn(text: string, start: number, end: number, rules: LexicalRules): RunnableStatement[] {
  const part = text.slice(start, end);
  return splitStatements(part, rules).map((range) => {
    const found = sliceOf(part, range);
    return { ...found, offset: found.offset + start };
  });
}

const sliceOf = (text: string, { start, end }: StatementRange): RunnableStatement => ({
  text: text.slice(start, end),
  offset: start,
});
