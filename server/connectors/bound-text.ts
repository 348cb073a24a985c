/**
 * `{{name}}` of a native statement, written as constants by the driver's own writer: for sources whose way of reading takes no parameters. What comes out is
 * then proven a single SELECT as it is, so a value can at worst be refused. Pure.
 */
import type { Position } from '../../lib/contract/errors.ts';
import type { StatementParameter } from '../../lib/contract/parameter.ts';
import type { LexicalRules } from '../../lib/sql/dialect.ts';
import { type Placeholder, placeholdersIn } from '../../lib/sql/parameters.ts';
import { JoineryError, positionAt } from '../errors.ts';

/** How the dialect writes a value. Each is given only texts of the right form. */
export interface ParameterWriter {
  readonly rules: LexicalRules;
  /** A text constant; undefined if the source cannot hold it. */
  text(value: string): string | undefined;
  /** `YYYY-MM-DD`, a day of the calendar. */
  date(value: string): string;
  /** `YYYY-MM-DD hh:mm:ss[.ffffff]`. */
  timestamp(value: string): string;
  /** A number as it stands in the text; undefined if the source cannot hold it exactly. Default: every number as it is. */
  number?(value: string): string | undefined;
  /** What finds nothing behind IN. */
  readonly emptyList: string;
}

export interface BoundText {
  readonly text: string;
  /** An error whose position lies in `text`, with its place in what the user wrote. */
  restore<Thrown>(thrown: Thrown): Thrown | JoineryError;
}

/** Throws `invalid_statement` at a placeholder without a value, `conversion_failed` where a value is none of its type. */
export function bindText(
  written: string,
  parameters: readonly StatementParameter[] | undefined,
  writer: ParameterWriter,
  connection: string,
): BoundText {
  const placeholders = placeholdersIn(written, writer.rules);
  if (placeholders.length === 0) return { text: written, restore: (thrown) => thrown };
  const constants = placeholders.map((placeholder) => {
    const parameter = parameters?.find(({ name }) => name === placeholder.name);
    const constant = parameter === undefined ? undefined : constantOf(parameter, writer);
    if (constant === undefined) throw unfit(placeholder, parameter, written, connection);
    return constant;
  });
  let text = '';
  let end = 0;
  for (const [index, placeholder] of placeholders.entries()) {
    text += written.slice(end, placeholder.start) + constants[index];
    end = placeholder.end;
  }
  const original = (position: Position): Position => {
    let shift = 0;
    for (const [index, placeholder] of placeholders.entries()) {
      const length = constants[index]?.length ?? 0;
      const start = placeholder.start + shift;
      if (position.offset < start) break;
      const width = placeholder.end - placeholder.start;
      if (position.offset < start + length) return positionAt(written, placeholder.start, width);
      shift += length - width;
    }
    return positionAt(written, position.offset - shift, position.length);
  };
  return {
    text: text + written.slice(end),
    restore(thrown) {
      if (!(thrown instanceof JoineryError) || thrown.position === undefined) return thrown;
      const { code, message, hint, connection: at, cause } = thrown;
      return new JoineryError(code, message, { hint, connection: at, cause, position: original(thrown.position) });
    },
  };
}

/** The value of a placeholder for a source that binds it; throws as `bindText` does where it has none or one of another type. */
export function checkedParameter(
  placeholder: Placeholder,
  parameters: readonly StatementParameter[] | undefined,
  written: string,
  connection: string,
): StatementParameter {
  const parameter = parameters?.find(({ name }) => name === placeholder.name);
  if (parameter === undefined || constantOf(parameter, anyText) === undefined)
    throw unfit(placeholder, parameter, written, connection);
  return parameter;
}

/** Only asked whether a value has the form of its type. */
const anyText = {
  text: () => '?',
  date: () => '?',
  timestamp: () => '?',
  emptyList: '?',
} satisfies ValueWriter;

function unfit(
  { name, start, end }: Placeholder,
  parameter: StatementParameter | undefined,
  written: string,
  connection: string,
): JoineryError {
  const details = { connection, position: positionAt(written, start, end - start) };
  if (parameter === undefined) {
    return new JoineryError('invalid_statement', `The parameter {{${name}}} has no value.`, {
      ...details,
      hint: 'Give it a value and run again.',
    });
  }
  return new JoineryError('conversion_failed', `The value of {{${name}}} is not ${typeWords[parameter.type]}.`, {
    ...details,
    hint: 'Correct the value, or choose another type for the parameter.',
  });
}

const typeWords: Readonly<Record<StatementParameter['type'], string>> = {
  text: 'a text that the source can hold',
  integer: 'a whole number such as 42, or not one that the source can hold',
  decimal: 'a decimal number such as 12.50, or not one that the source can hold',
  boolean: 'true or false',
  date: 'a date such as 2026-11-22',
  timestamp: 'a date and time such as 2026-11-22 08:30:00',
  text_list: 'a list of texts that the source can hold',
};

type ValueWriter = Omit<ParameterWriter, 'rules'>;

function constantOf({ type, value }: StatementParameter, writer: ValueWriter): string | undefined {
  if (type === 'text_list') return listOf(value, writer);
  if (Array.isArray(value)) return undefined;
  const text = value as string | null;
  if (text === null) return 'NULL';
  switch (type) {
    case 'text':
      return text.isWellFormed() ? writer.text(text) : undefined;
    case 'integer':
      return /^[+-]?\d{1,38}$/.test(text) ? signed(text, writer) : undefined;
    case 'decimal':
      return /^[+-]?(?:\d{1,38}(?:\.\d{0,37})?|\.\d{1,37})$/.test(text) ? signed(text, writer) : undefined;
    case 'boolean':
      return /^(?:true|false)$/i.test(text) ? text.toUpperCase() : undefined;
    case 'date':
      return isDay(text) ? writer.date(text) : undefined;
    case 'timestamp': {
      const [, day = '', time = '00:00', seconds = ':00'] = timestampForm.exec(text) ?? [];
      return isDay(day) ? writer.timestamp(`${day} ${time}${seconds}`) : undefined;
    }
  }
}

const timestampForm = /^(\d{4}-\d\d-\d\d)(?:[ T]((?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d(?:\.\d{1,6})?)?)?$/;

function signed(text: string, writer: ValueWriter): string | undefined {
  const written = writer.number === undefined ? text : writer.number(text);
  return written !== undefined && /^[+-]/.test(written) ? `(${written})` : written;
}

function listOf(value: StatementParameter['value'], writer: ValueWriter): string | undefined {
  if (value === null) return '(NULL)';
  const values = typeof value === 'string' ? [value] : value;
  if (values.length === 0) return writer.emptyList;
  const constants = values.map((text) => (text.isWellFormed() ? writer.text(text) : undefined));
  return constants.includes(undefined) ? undefined : `(${constants.join(', ')})`;
}

function isDay(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === '' || year === '0000') return false;
  const date = new Date(Date.UTC(2000, Number(month) - 1, Number(day)));
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
