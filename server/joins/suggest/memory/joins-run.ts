/** Joins that people ran: the pairs of columns that their statements compare, read from the text of the runs. */
import { namesIn } from '../../../../lib/sql/relations.ts';
import { nameOf, tokenize } from '../../../../lib/sql/tokens.ts';

export interface ComparedColumn {
  /** `connection.table` or `connection.schema.table`, as the statement wrote it. */
  readonly table: readonly string[];
  readonly column: string;
}

/** Every `a.x = b.y` of a statement whose sides are columns of two of its tables. Right for what people write, harmless where it is wrong. */
export function comparedColumns(sql: string): (readonly [ComparedColumn, ComparedColumn])[] {
  const { relations } = namesIn(sql, { start: 0, end: sql.length });
  const tableOf = (alias: string): readonly string[] | undefined =>
    relations.find(
      (relation) =>
        (relation.alias ?? relation.parts.at(-1))?.toLowerCase() === alias.toLowerCase() && relation.parts.length > 1,
    )?.parts;
  const tokens = tokenize(sql).filter((token) => token.kind !== 'comment');
  const text = (index: number): string => {
    const token = tokens[index];
    return token === undefined ? '' : sql.slice(token.start, token.end);
  };
  const name = (index: number): string => {
    const token = tokens[index];
    return token === undefined ? '' : nameOf(sql, token);
  };
  const found: (readonly [ComparedColumn, ComparedColumn])[] = [];
  for (let at = 3; at + 3 < tokens.length; at += 1) {
    if (text(at) !== '=' || text(at - 2) !== '.' || text(at + 2) !== '.') continue;
    const left = tableOf(name(at - 3));
    const right = tableOf(name(at + 1));
    if (left !== undefined && right !== undefined)
      found.push([
        { table: left, column: name(at - 1) },
        { table: right, column: name(at + 3) },
      ]);
  }
  return found;
}
