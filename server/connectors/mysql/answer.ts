/** From the server's description of an answer to how it is encoded and staged; refuses an answer that is not what the catalog promised. */
import { JoineryError } from '../../errors.ts';
import type { BlockColumn } from '../block.ts';
import type { ColumnInfo, FetchRequest, StagedColumn } from '../connector.ts';
import { columnType, type MysqlType } from './column-types.ts';
import type { EncodedColumn } from './encode-rows.ts';
import { nativeType, sameShape, type WireField, wireType } from './wire-types.ts';

export interface AnswerPlan {
  readonly encoded: readonly EncodedColumn[];
  readonly staged: readonly StagedColumn[];
}

export function answerPlan(request: FetchRequest, fields: readonly WireField[], connection: string): AnswerPlan {
  if (request.kind === 'native') return nativePlan(fields, connection);
  if (request.kind === 'block') return blockPlan(request.columns, fields, connection);
  if (request.columns.length === 0) return rowCountPlan;
  if (request.columns.length !== fields.length) throw changed(request.table.name, connection);
  const encoded: EncodedColumn[] = [];
  const staged: StagedColumn[] = [];
  for (const [index, column] of request.columns.entries()) {
    const declared = declaredType(column);
    const field = fields[index];
    const wire = field === undefined ? undefined : wireType(field);
    const isSame = wire !== undefined && sameShape(declared.valueClass, wire.valueClass);
    if (!isSame || (declared.valueClass === 'decimal' && digitsBehind(wire.type) !== digitsBehind(declared.type))) {
      throw changed(`${request.table.name}.${column.name}`, connection);
    }
    encoded.push({ name: column.name, valueClass: declared.valueClass });
    staged.push(stagedColumn(column.name, declared));
  }
  return { encoded, staged };
}

/** Of a DECIMAL; one of more digits than DuckDB has travels as its text. More of them than the catalog knew would be rounded away. */
const digitsBehind = (type: string): string | undefined => /,(\d+)\)$/.exec(type)?.[1];

/** The driver wrote the block itself and says how its columns travel; the wire is checked all the same. */
function blockPlan(columns: readonly BlockColumn[], fields: readonly WireField[], connection: string): AnswerPlan {
  const encoded = columns.map(({ name, sourceType }, index): EncodedColumn => {
    const declared = columnType(sourceType)?.valueClass ?? 'text';
    const field = fields[index];
    const wire = field === undefined ? undefined : wireType(field);
    if (wire === undefined || !sameShape(declared, wire.valueClass)) throw changed(name, connection);
    return { name, valueClass: declared };
  });
  return { encoded, staged: columns };
}

/** The one constant column of a fetch that only counts. */
const rowCountPlan: AnswerPlan = {
  encoded: [{ name: 'one', valueClass: 'integer' }],
  staged: [{ name: 'one', stagedType: 'TINYINT', type: 'TINYINT' }],
};

/** A type nobody has thought about is read as text, and refused if the server then sends something else. */
export function declaredType(column: Pick<ColumnInfo, 'sourceType'>): MysqlType {
  return columnType(column.sourceType) ?? { valueClass: 'text', type: 'VARCHAR' };
}

function nativePlan(fields: readonly WireField[], connection: string): AnswerPlan {
  const columns = nativeColumns(fields, connection);
  return {
    encoded: columns.map(({ name, type }, index) => ({
      name,
      valueClass: type.valueClass,
      ...(isCut(fields[index]) ? { maxIntegerDigits: 38 - (fields[index]?.decimals ?? 0) } : {}),
    })),
    staged: columns.map(({ name, type }) => stagedColumn(name, type)),
  };
}

const isCut = (field: WireField | undefined) => {
  const type = field === undefined ? undefined : wireType(field);
  return type?.valueClass === 'decimal' && type.type === 'VARCHAR';
};

export interface NativeColumn {
  readonly name: string;
  readonly type: MysqlType;
  readonly field: WireField;
}

/** The columns of a native answer under unique names. */
export function nativeColumns(fields: readonly WireField[], connection: string): NativeColumn[] {
  const names = uniqueNames(fields.map((field) => field.name));
  return fields.map((field, index) => {
    const wire = wireType(field);
    const name = names[index] ?? field.name;
    if (wire === undefined) {
      throw new JoineryError('source_value', `Column "${field.name}" has a type that Joinery does not know.`, {
        connection,
        hint: 'Cast it to CHAR in the statement.',
      });
    }
    if (wire.valueClass === 'float') {
      throw new JoineryError(
        'source_value',
        `Column "${field.name}" is a FLOAT, which the server rounds to six digits in its answers.`,
        { connection, hint: `Write CAST(... AS DOUBLE) around it, or query the table in federated SQL.` },
      );
    }
    return { name, type: nativeType(wire, field), field };
  });
}

/** `a, a, A` becomes `a, a_2, A_3`: unique without regard to case, as DuckDB compares names. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  const seen = new Set<string>();
  return names.map((name) => {
    if (!seen.has(name.toLowerCase())) {
      seen.add(name.toLowerCase());
      return name;
    }
    let number = 2;
    while (taken.has(`${name}_${number}`.toLowerCase())) number += 1;
    const unique = `${name}_${number}`;
    taken.add(unique.toLowerCase());
    seen.add(unique.toLowerCase());
    return unique;
  });
}

export function stagedColumn(name: string, { valueClass, type }: MysqlType): StagedColumn {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  switch (valueClass) {
    case 'binary':
      return { name, stagedType: 'VARCHAR', type, expression: `unhex(${quoted})` };
    case 'json':
      return { name, stagedType: 'VARCHAR', type, expression: `CAST(${quoted} AS JSON)` };
    case 'float':
      return { name, stagedType: 'DOUBLE', type, expression: `CAST(${quoted} AS FLOAT)` };
    case 'time':
      return { name, stagedType: 'VARCHAR', type, expression: `CAST(${quoted} AS INTERVAL)` };
    default:
      return { name, stagedType: type, type };
  }
}

function changed(what: string, connection: string): JoineryError {
  return new JoineryError('source_changed', `"${what}" no longer has the shape that the catalog knew.`, {
    connection,
    hint: 'Refresh the catalog of this connection and run again.',
  });
}
