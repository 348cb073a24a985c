import type { ColumnDescription, ResultDescription } from '../../../lib/contract/description.ts';

const isSamePlace = (one: ColumnDescription, other: ColumnDescription): boolean =>
  one.label === other.label &&
  one.expression === other.expression &&
  JSON.stringify(one.sources) === JSON.stringify(other.sources);

/**
 * A description of a new run with what people wrote for an earlier run of the same document: taken over where the column has the same name
 * and still comes from the same place; what is measured of the new run stays new.
 */
export function withEarlierTexts(composed: ResultDescription, earlier: ResultDescription): ResultDescription {
  const columns = composed.columns.map((column) => {
    const before = earlier.columns.find((other) => isSamePlace(column, other));
    if (before === undefined || before.writtenBy === 'lineage')
      return before?.isConfirmed ? { ...column, isConfirmed: true } : column;
    const { title, description, unit, writtenBy, isConfirmed } = before;
    const { unit: _, ...rest } = column;
    return { ...rest, title, description, ...(unit === undefined ? {} : { unit }), writtenBy, isConfirmed };
  });
  const { title, description, writtenBy } = earlier;
  return writtenBy === 'lineage' ? { ...composed, columns } : { ...composed, title, description, writtenBy, columns };
}
