/** What a line of a text export is made of: stretches of columns that DuckDB writes as one text, and columns whose values are taken over. */
import { type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import { TSV_ESCAPES } from './cell-text.ts';
import { quoteText } from './result-database.ts';
import { sqlText } from './sql-text.ts';

const isTextType = (type: DuckDBType | undefined): boolean =>
  type?.typeId === DuckDBTypeId.VARCHAR || type?.typeId === DuckDBTypeId.ENUM;

/** `csvField` in SQL. Only text may hold characters that have to be quoted. */
export function csvFieldSql(text: string, isText: boolean): string {
  if (!isText) return `coalesce(${text}, '')`;
  const special = [',', '"', '\n', '\r'].map((character) => `contains(${text}, chr(${character.charCodeAt(0)}))`);
  return `CASE WHEN ${text} IS NULL THEN '' WHEN ${text} = '' OR ${special.join(' OR ')} THEN '"' || replace(${text}, '"', '""') || '"' ELSE ${text} END`;
}

/** `tsvField` in SQL. */
export function tsvFieldSql(text: string, isText: boolean): string {
  const escaped = isText
    ? Object.entries(TSV_ESCAPES).reduce(
        (sql, [character, written]) => `replace(${sql}, chr(${character.charCodeAt(0)}), ${quoteText(written)})`,
        text,
      )
    : text;
  return `coalesce(${escaped}, '\\N')`;
}

/** Of wider results DuckDB would take seconds to plan what it is to write, before the first line and deaf to a stop; their values are taken over. */
export const MOST_WRITTEN_COLUMNS = 100;

export interface LineParts {
  /** One SQL expression for each part. */
  readonly expressions: readonly string[];
  /** For each part the column whose value comes, or undefined if it is text that is ready to be written. */
  readonly taken: readonly (number | undefined)[];
}

/**
 * @param field - SQL that makes a field of a column's text, never NULL; undefined where the column's values have to be taken over all the same.
 */
export function lineParts(
  names: readonly string[],
  types: readonly DuckDBType[],
  separator: string,
  field: (text: string, isText: boolean, position: number) => string | undefined,
): LineParts {
  const expressions: string[] = [];
  const taken: (number | undefined)[] = [];
  let stretch: string[] = [];
  const endStretch = (): void => {
    if (stretch.length === 0) return;
    expressions.push(`concat_ws(${separator}, ${stretch.join(', ')})`);
    taken.push(undefined);
    stretch = [];
  };
  for (const [position, name] of names.entries()) {
    const type = types[position];
    const isWritten = type !== undefined && names.length <= MOST_WRITTEN_COLUMNS;
    const text = isWritten ? sqlText(name, type) : undefined;
    const written = text === undefined ? undefined : field(text, isTextType(type), position);
    if (written !== undefined) {
      stretch.push(written);
      continue;
    }
    endStretch();
    expressions.push(name);
    taken.push(position);
  }
  endStretch();
  return { expressions, taken };
}
