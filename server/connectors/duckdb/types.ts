/**
 * How values travel. A table or view is read by the engine's own DuckDB, so its types stay as they are. The rows of native statements go as text, from
 * which DuckDB's own cast makes the same value again; types without such a cast become JSON. Pure.
 */
import type { StagedColumn } from '../connector.ts';
import { quoteIdentifier } from './sql-text.ts';

interface Travel {
  /** Type in Joinery. */
  readonly type: string;
  /** SQL that makes `type` of the quoted column; absent if it has it already. */
  readonly expression?: ((column: string) => string) | undefined;
}

const isGeometry = (type: string) => /\bGEOMETRY\b/.test(type);

/** Of a table's column. Results keep every type but these two, which few programs know. */
export function tableType(type: string): Travel {
  if (isGeometry(type)) return { type: 'VARCHAR', expression: (column) => `CAST(${column} AS VARCHAR)` };
  if (/\bVARIANT\b/.test(type)) return { type: 'JSON', expression: (column) => `to_json(${column})` };
  return { type };
}

/** A column of a table or view. Text may have a collation in the file; from here on it is compared by its bytes. */
export function tableColumn(name: string, sourceType: string): StagedColumn {
  const { type, expression } = tableType(sourceType);
  const quoted = quoteIdentifier(name);
  if (expression !== undefined) return { name, stagedType: sourceType, type, expression: expression(quoted) };
  if (type !== 'VARCHAR') return { name, stagedType: type, type };
  return { name, stagedType: type, type, expression: `${quoted} COLLATE "binary"` };
}

interface TextTravel extends Travel {
  /** SQL of the value as text, over the column. */
  readonly text: (column: string) => string;
  readonly stagedType: string;
  readonly isQuoted: boolean;
}

const asText = (column: string) => `CAST(${column} AS VARCHAR)`;
/** Texts of these hold no quote, comma or line end. */
const plainTypes =
  /^(?:BOOLEAN|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BIGNUM|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)|DATE|TIME|TIME_NS|TIME WITH TIME ZONE|TIMESTAMP|TIMESTAMP_S|TIMESTAMP_MS|TIMESTAMP_NS|TIMESTAMP WITH TIME ZONE|UUID|BIT)$/;
/** Struct without names, union, variant: their text does not say what they were. */
const hasNoText = /\bUNION\(|\bVARIANT\b|STRUCT\(""/;

/** A column of a native statement. */
export function textTravel(sourceType: string): TextTravel {
  if (plainTypes.test(sourceType)) return { type: sourceType, stagedType: sourceType, text: asText, isQuoted: false };
  if (sourceType === 'BLOB')
    return {
      type: 'BLOB',
      stagedType: 'VARCHAR',
      text: (column) => `hex(${column})`,
      expression: (column) => `unhex(${column})`,
      isQuoted: true,
    };
  if (isGeometry(sourceType)) return { type: 'VARCHAR', stagedType: 'VARCHAR', text: asText, isQuoted: true };
  if (hasNoText.test(sourceType))
    return {
      type: 'JSON',
      stagedType: 'VARCHAR',
      text: (column) => `to_json(${column})`,
      expression: (column) => `CAST(${column} AS JSON)`,
      isQuoted: true,
    };
  if (sourceType === 'VARCHAR')
    return { type: 'VARCHAR', stagedType: 'VARCHAR', text: (column) => column, isQuoted: true };
  return {
    type: sourceType,
    stagedType: 'VARCHAR',
    text: asText,
    expression: (column) => `CAST(${column} AS ${sourceType})`,
    isQuoted: true,
  };
}
