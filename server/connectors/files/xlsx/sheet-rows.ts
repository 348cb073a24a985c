/** Rows of a sheet as they stand in the file, streamed. Cells without a value are left out, and rows without cells too. */
import { type SerialValue, serialValue } from './serial-date.ts';
import { columnOf } from './sheet-range.ts';
import { TextCollector, unescapeText, type Workbook } from './workbook.ts';
import { readXml } from './xml.ts';

export type CellKind = 'number' | 'boolean' | 'text' | 'error' | SerialValue['kind'];

export interface Cell {
  /** 0 for column A. */
  readonly column: number;
  readonly kind: CellKind;
  /** Numbers as the shortest text of the same double; dates and times in ISO form. */
  readonly text: string;
}

export interface SheetRow {
  /** 1 for the first row. */
  readonly number: number;
  readonly cells: readonly Cell[];
}

export async function* sheetRows(
  workbook: Workbook,
  part: string,
  sharedTexts: readonly string[],
): AsyncGenerator<readonly SheetRow[]> {
  const stream = await workbook.archive.stream(part);
  if (stream === undefined) throw new Error('the sheet is missing in the file');
  const reader = new SheetReader(workbook, sharedTexts);
  try {
    for await (const _ of readXml(stream, reader)) {
      const rows = reader.take();
      if (rows.length > 0) yield rows;
      if (reader.isEnded) return;
    }
    const rest = reader.take();
    if (rest.length > 0) yield rest;
  } finally {
    stream.destroy();
  }
}

class SheetReader {
  isEnded = false;
  readonly #workbook: Workbook;
  readonly #sharedTexts: readonly string[];
  readonly #inline = new TextCollector();
  #rows: SheetRow[] = [];
  #cells: Cell[] = [];
  #rowNumber = 0;
  #column = -1;
  #type = 'n';
  #style = 0;
  #value = '';
  #isInValue = false;
  #isInline = false;

  constructor(workbook: Workbook, sharedTexts: readonly string[]) {
    this.#workbook = workbook;
    this.#sharedTexts = sharedTexts;
  }

  take(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'c') {
      this.#column = attributes.r === undefined ? this.#column + 1 : columnOf(attributes.r);
      this.#type = attributes.t ?? 'n';
      this.#style = attributes.s === undefined ? 0 : Number(attributes.s);
      this.#value = '';
    } else if (name === 'v') this.#isInValue = true;
    else if (name === 'is') this.#isInline = true;
    else if (this.#isInline) this.#inline.open(name);
    else if (name === 'row') {
      this.#rowNumber = attributes.r === undefined ? this.#rowNumber + 1 : Number(attributes.r);
      this.#column = -1;
    }
  }

  text(text: string): void {
    if (this.#isInValue) this.#value += text;
    else if (this.#isInline) this.#inline.text(text);
  }

  close(name: string): void {
    if (name === 'v') this.#isInValue = false;
    else if (name === 'c') this.#endCell();
    else if (name === 'is') {
      this.#isInline = false;
      this.#value = this.#inline.take();
    } else if (this.#isInline) this.#inline.close(name);
    else if (name === 'row') {
      if (this.#cells.length > 0) this.#rows.push({ number: this.#rowNumber, cells: this.#cells });
      this.#cells = [];
    } else if (name === 'sheetData') this.isEnded = true;
  }

  #endCell(): void {
    const found = this.#read();
    if (found !== undefined && found.text !== '') this.#cells.push({ column: this.#column, ...found });
  }

  #read(): Omit<Cell, 'column'> | undefined {
    const value = this.#value;
    switch (this.#type) {
      case 's':
        return { kind: 'text', text: this.#sharedTexts[Number(value)] ?? '' };
      case 'str':
        return { kind: 'text', text: unescapeText(value) };
      case 'inlineStr':
        return { kind: 'text', text: value };
      case 'b':
        return { kind: 'boolean', text: value.trim() === '1' || value.trim() === 'true' ? 'true' : 'false' };
      case 'e':
        return { kind: 'error', text: value };
      case 'd':
        return isoValue(value.trim());
      default:
        return this.#number(value.trim());
    }
  }

  #number(value: string): Omit<Cell, 'column'> | undefined {
    if (value === '') return undefined;
    const number = Number(value);
    if (Number.isNaN(number)) return { kind: 'text', text: value };
    const meaning = this.#workbook.styles[this.#style] ?? 'number';
    return serialValue(number, meaning, this.#workbook.is1904) ?? { kind: 'number', text: String(number) };
  }
}

/** Cells of type `d` hold ISO 8601; no program writes them by default. */
function isoValue(value: string): Omit<Cell, 'column'> {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return { kind: 'date', text: value };
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d{1,6})?)$/.exec(value);
  if (match !== null) return { kind: 'timestamp', text: `${match[1]} ${match[2]}` };
  return { kind: 'text', text: value };
}
