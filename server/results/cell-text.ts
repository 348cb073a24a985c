import type { JsonCell } from '../../lib/contract/result.ts';

/** A cell as one line of a text export sees it; null stays null. Lists, objects and maps are JSON. */
export function cellText(cell: JsonCell): string | null {
  if (cell === null) return null;
  return typeof cell === 'object' ? JSON.stringify(cell) : Object.is(cell, -0) ? '-0' : String(cell);
}

const FORMULA_START = /^[=+\-@\t\r]/;

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe in front. Only for cells that are text: numbers, times and intervals
 * are no formulas, and negative ones must stay numbers.
 */
export const guardFormula = (text: string): string => (FORMULA_START.test(text) ? `'${text}` : text);

/** RFC 4180 quoting. NULL is an empty field, the empty text is `""`. */
export function csvField(text: string | null): string {
  if (text === null) return '';
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The backslash first: what is put in for the others holds it. */
export const TSV_ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Escapes as PostgreSQL's text format does, so that a line is a row and a tab a border whatever the values: NULL is `\N`. */
export function tsvField(text: string | null): string {
  if (text === null) return '\\N';
  return text.replace(/[\\\t\n\r]/g, (character) => TSV_ESCAPES[character] ?? character);
}
