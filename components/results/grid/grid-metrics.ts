import { type ColumnKind, isTabularKind } from '../../../lib/format/column-kind.ts';

export const ROW_PX = 27;
export const HEADER_PX = 40;
export const MIN_COLUMN_PX = 56;
export const MAX_COLUMN_PX = 1200;
/** Widest that fitting makes a column: long texts are read in the cell's view. */
export const MAX_FIT_PX = 380;
export const COLUMN_STEP_PX = 16;

const DIGIT_PX = 8;
const CHARACTER_PX = 7;
const PADDING_PX = 22;
const MENU_PX = 20;

/** Width of the row numbers: as many digits as the last row has. */
export const rowNumberWidth = (rowCount: number): number =>
  Math.max(44, String(rowCount).length * DIGIT_PX + Math.floor(String(rowCount).length / 4) * 4 + 20);

const usualWidths: Partial<Record<ColumnKind, number>> = {
  integer: 96,
  decimal: 112,
  float: 120,
  boolean: 72,
  date: 96,
  time: 104,
  timestamp: 176,
  uuid: 280,
  text: 168,
  json: 220,
  nested: 220,
};

const clampFit = (width: number): number => Math.round(Math.max(MIN_COLUMN_PX, Math.min(width, MAX_FIT_PX)));

/** Width before any row is known: by the kind, and wide enough for the heading. */
export const firstWidth = (kind: ColumnKind, heading: string, source: string): number =>
  clampFit(Math.max(usualWidths[kind] ?? 128, headingWidth(heading, source)));

const headingWidth = (heading: string, source: string): number =>
  Math.max(heading.length * CHARACTER_PX + MENU_PX, source.length * 6.7) + PADDING_PX;

let context: CanvasRenderingContext2D | null | undefined;

/** Width that shows all these texts, in the font of `element`. */
export function fitWidth(
  element: Element,
  kind: ColumnKind,
  heading: string,
  source: string,
  texts: Iterable<string>,
): number {
  context ??= document.createElement('canvas').getContext('2d');
  let widest = headingWidth(heading, source) - PADDING_PX;
  if (context !== null) {
    const style = getComputedStyle(element);
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    for (const text of texts) {
      const width = isTabularKind(kind)
        ? Math.max(context.measureText(text).width, text.length * 7.2)
        : context.measureText(text).width;
      widest = Math.max(widest, width);
    }
  }
  return clampFit(widest + PADDING_PX);
}
