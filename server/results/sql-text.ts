/**
 * Text of a column as `encode-cell` and `cell-text` write it, said in SQL: DuckDB then writes whole lines of a text export, for a fraction of
 * what it costs to take each value over into JavaScript. Only types whose text is proven equal (sql-text.test.ts) are here.
 */
import { DuckDBDecimalType, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';

/** Astronomical years, where DuckDB writes `(BC)`; infinities are the words that it uses too. */
const dateText = (name: string): string =>
  `CASE WHEN isfinite(${name}) AND ${name} < DATE '0001-01-01'
    THEN CASE WHEN year(${name}) < 0 THEN '-' ELSE '' END || format('{:04d}', abs(year(${name}))) || strftime(${name}, '-%m-%d')
    ELSE ${name}::VARCHAR END`;

/** `utc`: the moment as a timestamp without a zone, where it is finite. */
const momentText = (name: string, utc: string, suffix: string): string =>
  `CASE WHEN isfinite(${name}) THEN (${dateText(`${utc}::DATE`)}) || 'T' || ${utc}::TIME::VARCHAR || '${suffix}' ELSE ${name}::VARCHAR END`;

/** The significant digits of a float's text. */
const digits = (text: string): string => `regexp_replace(split_part(${text}, 'e', 1), '[-.]', '', 'g')`;

/**
 * A 64-bit float as JavaScript writes it: both write the fewest digits that read back as the same float, and differ in where the exponent
 * begins. DuckDB 1.5 writes a few as another number (2^81 as 4.835703278458517e+24): its text is read back, and those get all 17 digits.
 */
function doubleText(name: string): string {
  const size = `abs(${name})`;
  const text = `${name}::VARCHAR`;
  const sign = `CASE WHEN ${name} < 0 THEN '-' ELSE '' END`;
  return `CASE
    WHEN isnan(${name}) THEN 'NaN'
    WHEN isinf(${name}) THEN CASE WHEN ${name} > 0 THEN 'Infinity' ELSE '-Infinity' END
    WHEN TRY_CAST(${text} AS DOUBLE) IS DISTINCT FROM ${name} THEN printf('%.17g', ${name})
    WHEN (${size} >= 1e-4 AND ${size} < 1e16) OR ${name} = 0 THEN CASE WHEN suffix(${text}, '.0') THEN left(${text}, -2) ELSE ${text} END
    WHEN ${size} >= 1e16 AND ${size} < 1e21 THEN ${sign} || rpad(${digits(text)}, split_part(${text}, 'e', 2)::INTEGER + 1, '0')
    WHEN ${size} >= 1e-6 AND ${size} < 1e-4 THEN ${sign} || CASE WHEN ${size} < 1e-5 THEN '0.00000' ELSE '0.0000' END || ${digits(text)}
    ELSE replace(${text}, 'e-0', 'e-') END`;
}

const castText = (name: string): string => `${name}::VARCHAR`;

/** DuckDB leaves the zero before the point out where the type has no place for it. */
const decimalText = (name: string, type: DuckDBType): string =>
  type instanceof DuckDBDecimalType && type.width === type.scale
    ? `CASE WHEN ${name} < 0 THEN '-' ELSE '' END || '0' || ltrim(${name}::VARCHAR, '-')`
    : castText(name);

const texts: Partial<Record<DuckDBTypeId, (name: string, type: DuckDBType) => string>> = {
  [DuckDBTypeId.BOOLEAN]: castText,
  [DuckDBTypeId.TINYINT]: castText,
  [DuckDBTypeId.SMALLINT]: castText,
  [DuckDBTypeId.INTEGER]: castText,
  [DuckDBTypeId.BIGINT]: castText,
  [DuckDBTypeId.HUGEINT]: castText,
  [DuckDBTypeId.UTINYINT]: castText,
  [DuckDBTypeId.USMALLINT]: castText,
  [DuckDBTypeId.UINTEGER]: castText,
  [DuckDBTypeId.UBIGINT]: castText,
  [DuckDBTypeId.UHUGEINT]: castText,
  [DuckDBTypeId.DECIMAL]: decimalText,
  [DuckDBTypeId.UUID]: castText,
  [DuckDBTypeId.VARCHAR]: castText,
  [DuckDBTypeId.ENUM]: castText,
  [DuckDBTypeId.TIME]: castText,
  [DuckDBTypeId.DOUBLE]: doubleText,
  [DuckDBTypeId.DATE]: dateText,
  [DuckDBTypeId.TIMESTAMP]: (name) => momentText(name, name, ''),
  // Not AT TIME ZONE, which refuses the last day that there is.
  [DuckDBTypeId.TIMESTAMP_TZ]: (name) => momentText(name, `make_timestamp(epoch_us(${name}))`, '+00:00'),
};

/** SQL for the text of column `name`, NULL where it is NULL; undefined if the values have to be taken over. */
export const sqlText = (name: string, type: DuckDBType): string | undefined => texts[type.typeId]?.(name, type);
