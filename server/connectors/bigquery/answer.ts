/** From the schema of an answer to how each column is decoded; refuses an answer that is not what the catalog promised. Pure. */
import { JoineryError } from '../../errors.ts';
import { uniqueNames } from '../../unique-names.ts';
import type { ColumnInfo, FetchRequest, StagedColumn } from '../connector.ts';
import { stagedColumn, unknownType } from './staging.ts';
import { type BigqueryType, type SchemaField, typeOfField, typeOfText } from './types.ts';

export interface DecodedColumn {
  readonly type: BigqueryType;
  readonly staged: StagedColumn;
}

export function answerColumns(
  request: FetchRequest,
  fields: readonly SchemaField[],
  connection: string,
): readonly DecodedColumn[] {
  if (request.kind === 'native') {
    return nativeTypes(fields, connection).map(({ name, type }) => ({ type, staged: stagedColumn(name, type) }));
  }
  if (request.kind === 'table' && request.columns.length === 0) {
    return [{ type: rowMark, staged: { name: 'one', stagedType: 'TINYINT', type: 'TINYINT' } }];
  }
  const what = request.kind === 'table' ? request.table.name : 'the query';
  if (request.columns.length !== fields.length) throw changed(what, connection);
  return fields.map((field, index): DecodedColumn => {
    const column = request.columns[index];
    const declared = column === undefined ? undefined : (typeOfText(column.sourceType) ?? unknownType);
    const answered = typeOfField(field);
    if (column === undefined || declared === undefined || !isSame(declared, answered)) {
      throw changed(`${what}.${column?.name ?? field.name ?? ''}`, connection);
    }
    const staged = 'stagedType' in column ? column : stagedColumn(column.name, declared);
    return { type: declared, staged };
  });
}

const rowMark: BigqueryType = { class: 'integer', duckType: 'TINYINT', name: 'INT64' };

/** Whether a value of the answer is what the catalog said; parameters such as `NUMERIC(10, 2)` may be lost on the way. */
function isSame(declared: BigqueryType, answered: BigqueryType | undefined): boolean {
  if (declared === unknownType) return answered === undefined;
  if (answered === undefined) return false;
  const { element, fields } = declared;
  const isDecimal = (type: BigqueryType) => type.class === 'decimal' || type.class === 'wideDecimal';
  if (declared.class !== answered.class && !(isDecimal(declared) && isDecimal(answered))) return false;
  if (element !== undefined) return isSame(element, answered.element);
  if (fields === undefined) return true;
  const others = answered.fields ?? [];
  return fields.length === others.length && fields.every(({ type }, index) => isSame(type, others[index]?.type));
}

/** The columns of a statement that BigQuery has looked at without running it. */
export function describedColumns(fields: readonly SchemaField[], connection: string): readonly ColumnInfo[] {
  return nativeTypes(fields, connection).map(({ name, type }, index) => ({
    name,
    sourceType: type.name,
    type: type.duckType,
    nullable: fields[index]?.mode !== 'REQUIRED',
    ...(type.duckType === 'VARCHAR' ? { collation: 'other' as const } : {}),
  }));
}

function nativeTypes(fields: readonly SchemaField[], connection: string) {
  const names = uniqueNames(fields.map(({ name }) => name ?? ''));
  return fields.map((field, index) => {
    const type = typeOfField(field);
    if (type === undefined) {
      throw new JoineryError('source_value', `Column "${field.name}" has a type that Joinery does not know.`, {
        connection,
        hint: 'Cast it to STRING in the statement.',
      });
    }
    return { name: names[index] ?? '', type };
  });
}

function changed(what: string, connection: string): JoineryError {
  return new JoineryError('source_changed', `"${what}" no longer has the shape that the catalog knew.`, {
    connection,
    hint: 'Refresh the catalog of this connection and run again.',
  });
}
