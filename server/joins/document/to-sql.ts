import type { JoinDocument } from '../../../lib/contract/join.ts';
import { joinSql } from '../../../lib/join/join-sql.ts';
import { outputColumns } from '../../../lib/join/output-columns.ts';
import type { ColumnsOf } from '../../../lib/join/shape.ts';
import { canRun, validateJoin } from '../../../lib/join/validate.ts';
import { JoineryError } from '../../errors.ts';
import type { JoinSql } from '../../workbench.ts';

/** Throws `unknown_column` or `invalid_statement` for the first mistake that keeps the document from running; says how many there are. */
export function refuseMistakes(document: JoinDocument, columnsOf: ColumnsOf): void {
  const mistakes = validateJoin(document, columnsOf);
  if (canRun(mistakes)) return;
  const errors = mistakes.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  throw new JoineryError(
    first.isUnknownColumn === true ? 'unknown_column' : 'invalid_statement',
    `${first.message}${more}`,
    { hint: first.hint },
  );
}

export function toSql(document: JoinDocument, columnsOf: ColumnsOf): JoinSql {
  refuseMistakes(document, columnsOf);
  const columns = outputColumns(document, columnsOf).map(({ name, origins: [origin] }) => ({
    name,
    input: origin?.input ?? '',
    column: origin?.column ?? '',
  }));
  return { sql: joinSql(document, columnsOf), columns };
}
