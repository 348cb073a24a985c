import type { Normaliser } from '../../lib/contract/join.ts';
import { shortType } from '../../lib/format/column-kind.ts';

export type NormaliserKind = Normaliser['kind'];

/** One entry of the menu of normalisers, in plain words. */
export interface NormaliserChoice {
  readonly kind: NormaliserKind;
  readonly label: string;
  /** What has to be asked before it can be used. */
  readonly argument?: NormaliserArgument;
}

export interface NormaliserArgument {
  readonly label: string;
  readonly kind: 'text' | 'number' | 'type' | 'part' | 'sql';
  readonly initial: string;
}

export const castTypes = ['VARCHAR', 'BIGINT', 'DECIMAL(38,0)', 'DOUBLE', 'DATE', 'TIMESTAMP', 'UUID'] as const;
export const dateParts = ['year', 'quarter', 'month', 'week', 'day', 'hour'] as const;

/** The menu: what analysts need most stands first; a null draws a line. */
export const normaliserChoices: readonly (NormaliserChoice | null)[] = [
  { kind: 'trim', label: 'Trim blanks at both ends' },
  { kind: 'lower', label: 'Lower case' },
  { kind: 'upper', label: 'Upper case' },
  { kind: 'collapse_spaces', label: 'One blank for several' },
  { kind: 'nfc', label: 'One spelling of accents (Unicode NFC)' },
  null,
  { kind: 'strip_zeros', label: 'Strip leading zeros' },
  { kind: 'zero_pad', label: 'Pad with zeros…', argument: { label: 'Length', kind: 'number', initial: '8' } },
  { kind: 'digits', label: 'Digits only' },
  { kind: 'letters', label: 'Letters only' },
  { kind: 'strip_punct', label: 'Strip punctuation' },
  { kind: 'strip_parens', label: 'Strip text in brackets' },
  null,
  { kind: 'strip_prefix', label: 'Strip at the start…', argument: { label: 'Text', kind: 'text', initial: '' } },
  { kind: 'strip_suffix', label: 'Strip at the end…', argument: { label: 'Text', kind: 'text', initial: '' } },
  { kind: 'before', label: 'Only what is before…', argument: { label: 'Text', kind: 'text', initial: '-' } },
  { kind: 'after', label: 'Only what is behind…', argument: { label: 'Text', kind: 'text', initial: '-' } },
  null,
  { kind: 'cast', label: 'Convert to a type…', argument: { label: 'Type', kind: 'type', initial: 'VARCHAR' } },
  { kind: 'date', label: 'Day of a date or time' },
  { kind: 'date_part', label: 'Part of a date…', argument: { label: 'Part', kind: 'part', initial: 'year' } },
  {
    kind: 'expression',
    label: 'Own expression…',
    argument: { label: 'SQL over value', kind: 'sql', initial: 'value' },
  },
];

export const choiceOfKind = (kind: NormaliserKind): NormaliserChoice | undefined =>
  normaliserChoices.find((choice) => choice?.kind === kind) ?? undefined;

/** What a chip says. */
export function normaliserLabel(normaliser: Normaliser): string {
  switch (normaliser.kind) {
    case 'trim':
      return 'trim';
    case 'lower':
      return 'lower case';
    case 'upper':
      return 'upper case';
    case 'nfc':
      return 'NFC';
    case 'collapse_spaces':
      return 'single blanks';
    case 'strip_zeros':
      return 'strip zeros';
    case 'zero_pad':
      return `pad to ${normaliser.length}`;
    case 'strip_punct':
      return 'no punctuation';
    case 'digits':
      return 'digits only';
    case 'letters':
      return 'letters only';
    case 'strip_parens':
      return 'no brackets';
    case 'strip_prefix':
      return `strip “${normaliser.text}”`;
    case 'strip_suffix':
      return `strip end “${normaliser.text}”`;
    case 'before':
      return `before “${normaliser.text}”`;
    case 'after':
      return `behind “${normaliser.text}”`;
    case 'cast':
      return `as ${shortType(normaliser.type)}`;
    case 'date':
      return 'day';
    case 'date_part':
      return normaliser.part;
    case 'expression':
      return normaliser.sql;
  }
}

/** The argument of a normaliser as its field spells it; undefined if it has none. */
export function argumentOf(normaliser: Normaliser): string | undefined {
  switch (normaliser.kind) {
    case 'zero_pad':
      return String(normaliser.length);
    case 'strip_prefix':
    case 'strip_suffix':
    case 'before':
    case 'after':
      return normaliser.text;
    case 'cast':
      return normaliser.type;
    case 'date_part':
      return normaliser.part;
    case 'expression':
      return normaliser.sql;
    default:
      return undefined;
  }
}

/** The fields that the schema wants for a kind with this argument; the schema then judges them. */
export function withArgument(kind: NormaliserKind, argument: string | undefined): Record<string, unknown> {
  switch (choiceOfKind(kind)?.argument?.kind) {
    case 'number':
      return { kind, length: Number(argument) };
    case 'text':
      return { kind, text: argument };
    case 'type':
      return { kind, type: argument };
    case 'part':
      return { kind, part: argument };
    case 'sql':
      return { kind, sql: argument };
    default:
      return { kind };
  }
}
