/** Reads SQL back into a document, or says why it is none. DuckDB parses; only its tree is read here. */
import type { JoinDocument } from '../../../lib/contract/join.ts';
import type { ParameterType } from '../../../lib/contract/parameter.ts';
import { parameterOf } from '../../../lib/join/literal.ts';
import { shapeOf, typeOf } from '../../../lib/join/shape.ts';
import { typeClass } from '../../../lib/join/types.ts';
import { placeholdersIn } from '../../../lib/sql/parameters.ts';
import { positionAtByte } from '../../engine/parse/position.ts';
import type { SqlReader } from '../../engine/sql-reader.ts';
import { JoineryError } from '../../errors.ts';
import type { JoinFromSql } from '../../workbench.ts';
import type { JoinDependencies } from '../service.ts';
import { readShapes, type Shapes } from '../shapes.ts';
import { Beyond } from './beyond.ts';
import { readQuery } from './read-query.ts';
import { maskPlaceholders } from './read-values.ts';
import { SourceText } from './source-text.ts';

/** Text that cannot be parsed, or names what is not there, is beyond the builder too: the reason is the error's. */
export async function readJoinSql(
  sql: string,
  dependencies: JoinDependencies,
  reader: SqlReader,
): Promise<JoinFromSql> {
  let masked = sql;
  try {
    masked = maskPlaceholders(sql);
    const root = await reader.parse(masked);
    const source = new SourceText(masked, reader);
    const context = { dependencies, source };
    const document = await readQuery(root, context);
    const shapes = await readShapes(document, dependencies, new AbortController().signal);
    return { document: withParameters(document, sql, shapes, source.listParameters) };
  } catch (thrown) {
    if (thrown instanceof Beyond) {
      const position = positionAtByte(masked, thrown.location);
      return { beyond: { reason: thrown.message, ...(position === undefined ? {} : { position }) } };
    }
    if (!(thrown instanceof JoineryError) || thrown.class === 'internal') throw thrown;
    return {
      beyond: { reason: thrown.message, ...(thrown.position === undefined ? {} : { position: thrown.position }) },
    };
  }
}

/** The statement does not say the types of its parameters: they follow from the columns that they are compared with. */
function withParameters(document: JoinDocument, sql: string, shapes: Shapes, lists: ReadonlySet<string>): JoinDocument {
  const names = new Set<string>(placeholdersIn(sql).map(({ name }) => name));
  if (names.size === 0) return document;
  const types = new Map<string, ParameterType>();
  noteTypes(document, shapes, types);
  return {
    ...document,
    parameters: [...names].map((name) => ({
      name,
      type: lists.has(name) ? 'text_list' : (types.get(name) ?? 'text'),
      value: null,
    })),
  };
}

function noteTypes(document: JoinDocument, shapes: Shapes, types: Map<string, ParameterType>): void {
  for (const input of document.inputs) {
    if (input.source.kind === 'join') noteTypes(input.source.join, shapes, types);
    if (shapeOf(input.source, shapes.columnsOf) === undefined) continue;
    for (const filter of input.filters) {
      if (!('column' in filter)) continue;
      const type = parameterType(typeOf(input, filter.column, shapes.columnsOf));
      for (const value of filter.values) {
        const name = parameterOf(value);
        if (name !== undefined && !types.has(name)) types.set(name, type);
      }
    }
  }
}

function parameterType(type: string): ParameterType {
  switch (typeClass(type)) {
    case 'number':
      return /INT/.test(type.toUpperCase()) ? 'integer' : 'decimal';
    case 'boolean':
      return 'boolean';
    case 'date':
      return type.toUpperCase() === 'DATE' ? 'date' : 'timestamp';
    default:
      return 'text';
  }
}
