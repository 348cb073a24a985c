import type { ColumnReference } from '../../lib/contract/join.ts';

export type Side = 'left' | 'right';
export const otherSide = (side: Side): Side => (side === 'left' ? 'right' : 'left');

export interface ColumnPlace extends ColumnReference {
  readonly side: Side;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A column that is carried to the other list: by the pointer with a line behind it, or by the keyboard. */
export interface CarriedColumn extends ColumnPlace {
  readonly by: 'pointer' | 'keyboard';
}

export const isSamePlace = (one: ColumnPlace | undefined, other: ColumnPlace | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  one.side === other.side &&
  one.input === other.input &&
  one.column === other.column;

/** The column whose row is at a point of the page. */
export function placeAt({ x, y }: Point): { readonly place: ColumnPlace; readonly row: HTMLElement } | undefined {
  const row = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-join-column]');
  const { joinSide, joinInput, joinColumn } = row?.dataset ?? {};
  if (row === null || row === undefined || joinColumn === undefined || joinInput === undefined) return undefined;
  return { row, place: { side: joinSide === 'right' ? 'right' : 'left', input: joinInput, column: joinColumn } };
}

/** Where the line meets a row: its edge towards the other list. */
export function anchorOf(row: HTMLElement, side: Side): Point {
  const { left, right, top, height } = row.getBoundingClientRect();
  return { x: side === 'left' ? right : left, y: top + height / 2 };
}
