/** Cells of a spreadsheet. A value that Excel would change (more than 15 digits, finer than a millisecond, before 1900) stands as text. */
import type { JsonCell } from '../../lib/contract/result.ts';
import { type ColumnKind, columnKind } from '../../lib/format/column-kind.ts';
import { cellText, guardFormula } from './cell-text.ts';

/** What Excel takes in one cell. */
export const MAX_CELL_CHARACTERS = 32_767;
/** Decimal digits that a number of Excel keeps. */
const KEPT_DIGITS = 15;
const DAY_MS = 86_400_000;
/** Day 0 of Unix as Excel counts, and the first day that all spreadsheets count alike. */
const UNIX_DAY = 25_569;
const FIRST_DAY = 61;

/** Places in `cellXfs` of the workbook's styles. */
export const styles = { plain: 0, heading: 1, date: 2, moment: 3, time: 4 } as const;

/** What became of values that a spreadsheet cannot hold as they are. */
export interface CellNotes {
  textNumbers: number;
  textTimes: number;
  cut: number;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text of XML; what XML cannot hold goes as `_x0001_`, as Excel writes it, and text that looks like that is told apart. */
export function xmlText(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
    .replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what XML cannot hold
      /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    );
}

/** `A`, `B`, ... `AA`: the letters of a column from 0. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

export function textCell(reference: string, text: string, style: number, notes: CellNotes): string {
  let kept = text;
  if (text.length > MAX_CELL_CHARACTERS) {
    notes.cut += 1;
    kept = text.slice(0, MAX_CELL_CHARACTERS);
  }
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(kept.toWellFormed())}</t></is></c>`;
}

export const numberCell = (reference: string, value: string | number, style: number): string =>
  `<c r="${reference}" s="${style}"><v>${value}</v></c>`;

const isExactNumber = (text: string): boolean =>
  /^-?\d+(\.\d+)?$/.test(text) && text.replace(/[-.]/g, '').replace(/^0+/, '').length <= KEPT_DIGITS;

const MOMENT = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(?:\+00:00)?)?$/;
const CLOCK = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?$/;

const clockMs = (hours = '0', minutes = '0', seconds = '0', fraction = ''): number =>
  ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'));

/** Excel's number of a date, moment or time of day as the JSON cell writes it; undefined if it has none that is exact. */
export function serialOf(text: string, kind: ColumnKind): number | undefined {
  if (kind === 'time') {
    const [, ...parts] = CLOCK.exec(text) ?? [];
    return parts.length === 0 ? undefined : clockMs(...parts) / DAY_MS;
  }
  const found = MOMENT.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, ...clock] = found;
  // `Date.UTC` takes years below 100 for those of the twentieth century.
  if (Number(year) < 1900) return undefined;
  const days = Date.UTC(Number(year), Number(month) - 1, Number(day)) / DAY_MS + UNIX_DAY;
  return days < FIRST_DAY ? undefined : days + clockMs(...clock) / DAY_MS;
}

export type CellWriter = (cell: JsonCell, reference: string) => string;

/** The writer for a column's cells; NULL is an empty cell. */
export function cellWriter(type: string, notes: CellNotes, guardFormulas: boolean): CellWriter {
  const kind = columnKind(type);
  const isTime = kind === 'date' || kind === 'timestamp' || kind === 'time';
  const timeStyle = kind === 'date' ? styles.date : kind === 'time' ? styles.time : styles.moment;
  const isText = kind === 'text' || kind === 'json';
  return (cell, reference) => {
    if (cell === null) return '';
    if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
    if (typeof cell === 'number') return numberCell(reference, cell, styles.plain);
    const text = cellText(cell) ?? '';
    if (kind === 'integer' || kind === 'decimal') {
      if (isExactNumber(text)) return numberCell(reference, text, styles.plain);
      notes.textNumbers += 1;
    }
    if (isTime) {
      const serial = serialOf(text, kind);
      if (serial !== undefined) return numberCell(reference, serial, timeStyle);
      notes.textTimes += 1;
    }
    return textCell(reference, isText && guardFormulas ? guardFormula(text) : text, styles.plain, notes);
  };
}
