/**
 * BigQuery's types: from the text of INFORMATION_SCHEMA (`STRUCT<a INT64, b ARRAY<STRING(10)>>`) and from the schema of an answer, and the DuckDB
 * type that holds every value exactly. Pure.
 */
import { duckdbKeywords } from '../../../lib/sql/duckdb-words.ts';

export type TypeClass =
  | 'boolean'
  | 'integer'
  | 'float'
  /** NUMERIC and BIGNUMERIC that a DECIMAL holds whatever the value. */
  | 'decimal'
  /** BIGNUMERIC of more than 38 digits: each value is checked. */
  | 'wideDecimal'
  | 'date'
  | 'datetime'
  | 'timestamp'
  | 'time'
  | 'interval'
  | 'json'
  | 'bytes'
  | 'text'
  /** Its text (WKT), which BigQuery does not compare. */
  | 'geography'
  | 'range'
  | 'struct'
  | 'array';

export interface BigqueryType {
  readonly class: TypeClass;
  readonly duckType: string;
  /** In BigQuery's words. */
  readonly name: string;
  /** Of arrays, and of ranges. */
  readonly element?: BigqueryType | undefined;
  readonly fields?: readonly { readonly name: string; readonly type: BigqueryType }[] | undefined;
}

const plain: Readonly<Record<string, readonly [TypeClass, string]>> = {
  BOOL: ['boolean', 'BOOLEAN'],
  BOOLEAN: ['boolean', 'BOOLEAN'],
  INT64: ['integer', 'BIGINT'],
  INTEGER: ['integer', 'BIGINT'],
  FLOAT64: ['float', 'DOUBLE'],
  FLOAT: ['float', 'DOUBLE'],
  NUMERIC: ['decimal', 'DECIMAL(38,9)'],
  DECIMAL: ['decimal', 'DECIMAL(38,9)'],
  BIGNUMERIC: ['wideDecimal', 'DECIMAL(38,16)'],
  BIGDECIMAL: ['wideDecimal', 'DECIMAL(38,16)'],
  DATE: ['date', 'DATE'],
  DATETIME: ['datetime', 'TIMESTAMP'],
  TIMESTAMP: ['timestamp', 'TIMESTAMP WITH TIME ZONE'],
  TIME: ['time', 'TIME'],
  INTERVAL: ['interval', 'INTERVAL'],
  JSON: ['json', 'JSON'],
  BYTES: ['bytes', 'BLOB'],
  STRING: ['text', 'VARCHAR'],
  GEOGRAPHY: ['geography', 'VARCHAR'],
};

const maxDigits = 38;

/** The type that `text` names. One that nobody has thought of is undefined. */
export function typeOfText(text: string): BigqueryType | undefined {
  const reader = new TypeReader(text);
  const type = reader.read();
  return reader.isAtEnd ? type : undefined;
}

class TypeReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#text.slice(this.#at).trim() === '';
  }

  read(): BigqueryType | undefined {
    const word = this.#take(/\s*([A-Za-z0-9_]+)\s*/y)?.toUpperCase();
    if (word === undefined) return undefined;
    if (word === 'ARRAY' || word === 'RANGE') {
      const element = this.#take(/(<)/y) === undefined ? undefined : this.read();
      if (element === undefined || this.#take(/\s*(>)/y) === undefined) return undefined;
      return word === 'ARRAY' ? arrayOf(element) : rangeOf(element);
    }
    if (word === 'STRUCT') return this.#struct();
    const parameters = this.#take(/\(([\d\s,]+|MAX)\)/iy);
    // `NOT NULL`, `OPTIONS(...)` and collations do not stand in the types of columns' values.
    return scalar(word, parameters?.split(',').map(Number));
  }

  #struct(): BigqueryType | undefined {
    if (this.#take(/(<)/y) === undefined) return undefined;
    const fields: { name: string; type: BigqueryType }[] = [];
    do {
      const quoted = this.#take(/\s*`((?:[^`\\]|\\.)*)`/y);
      const name = quoted ?? this.#take(/\s*([\p{L}\p{N}_-]+)\s+(?=[A-Za-z])/uy) ?? `_field_${fields.length + 1}`;
      const type = this.read();
      if (type === undefined) return undefined;
      fields.push({ name, type });
    } while (this.#take(/\s*(,)\s*/y) !== undefined);
    return this.#take(/\s*(>)/y) === undefined ? undefined : structOf(fields);
  }

  #take(form: RegExp): string | undefined {
    form.lastIndex = this.#at;
    const match = form.exec(this.#text);
    if (match === null) return undefined;
    this.#at = form.lastIndex;
    return match[1];
  }
}

/** A field of an answer's schema, as the API sends it. */
export interface SchemaField {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly mode?: string | undefined;
  readonly fields?: readonly SchemaField[] | undefined;
  readonly precision?: string | undefined;
  readonly scale?: string | undefined;
  readonly rangeElementType?: { readonly type?: string | undefined } | undefined;
}

export function typeOfField(field: SchemaField): BigqueryType | undefined {
  const one = typeOfElement(field);
  return one !== undefined && field.mode === 'REPEATED' ? arrayOf(one) : one;
}

function typeOfElement(field: SchemaField): BigqueryType | undefined {
  const word = (field.type ?? '').toUpperCase();
  if (word === 'RANGE') {
    const element = scalar((field.rangeElementType?.type ?? '').toUpperCase());
    return element === undefined ? undefined : rangeOf(element);
  }
  if (word === 'RECORD' || word === 'STRUCT') {
    const fields = (field.fields ?? []).map((inner) => ({ name: inner.name ?? '', type: typeOfField(inner) }));
    return fields.every(isKnown) ? structOf(fields) : undefined;
  }
  if (field.precision === undefined) return scalar(word);
  return scalar(word, [Number(field.precision), Number(field.scale ?? 0)]);
}

const isKnown = <Field extends { readonly type: BigqueryType | undefined }>(
  field: Field,
): field is Field & { readonly type: BigqueryType } => field.type !== undefined;

function scalar(word: string, parameters?: readonly number[]): BigqueryType | undefined {
  const known = plain[word];
  if (known === undefined) return undefined;
  const [typeClass, duckType] = known;
  const [precision, scale = 0] = parameters ?? [];
  const name = precision === undefined ? word : `${word}(${parameters?.join(', ')})`;
  if ((typeClass !== 'decimal' && typeClass !== 'wideDecimal') || precision === undefined)
    return { class: typeClass, duckType, name };
  if (precision <= maxDigits) return { class: 'decimal', duckType: `DECIMAL(${precision},${scale})`, name };
  return { class: 'wideDecimal', duckType: `DECIMAL(${maxDigits},${Math.min(scale, maxDigits)})`, name };
}

function arrayOf(element: BigqueryType): BigqueryType {
  return { class: 'array', duckType: `${element.duckType}[]`, name: `ARRAY<${element.name}>`, element };
}

function rangeOf(element: BigqueryType): BigqueryType {
  const duckType = `STRUCT("start" ${element.duckType}, "end" ${element.duckType})`;
  return { class: 'range', duckType, name: `RANGE<${element.name}>`, element };
}

function structOf(fields: readonly { readonly name: string; readonly type: BigqueryType }[]): BigqueryType {
  return {
    class: 'struct',
    duckType: `STRUCT(${fields.map(({ name, type }) => `${fieldName(name)} ${type.duckType}`).join(', ')})`,
    name: `STRUCT<${fields.map(({ name, type }) => `${name} ${type.name}`).join(', ')}>`,
    fields,
  };
}

const keywords = new Set(duckdbKeywords);

/** Quoted where DuckDB's own text of the type quotes it, apart from words that it may leave as they are. */
const fieldName = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) && !keywords.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
