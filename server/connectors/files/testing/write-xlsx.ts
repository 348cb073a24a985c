/** Writes workbooks cell by cell, so that a test says exactly what stands in the file. */
import { writeFile } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';

/** XML of one part of a cell; undefined = no cell. */
export type CellXml = { readonly attributes?: string; readonly inner: string } | undefined;

export interface SheetSpec {
  readonly name: string;
  readonly rows: readonly (readonly CellXml[])[];
  readonly state?: 'hidden' | 'veryHidden';
  /** Rows are numbered from here; default 1. */
  readonly firstRow?: number;
}

export interface WorkbookSpec {
  readonly sheets: readonly SheetSpec[];
  readonly is1904?: boolean;
  readonly sharedTexts?: readonly string[];
}

/** Number formats by style: 0 is General, then these. */
export const styleCodes = [
  'yyyy\\-mm\\-dd',
  'yyyy-mm-dd hh:mm:ss.000',
  'hh:mm:ss',
  '[h]:mm:ss',
  '"day" 0.00',
  '#,##0.00 [$€-407];[Red]-#,##0.00',
] as const;

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** As Office writes texts: letters that XML would lose stand as `_xHHHH_`. */
export const escapeText = (text: string): string =>
  escapeXml(
    text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the letters meant
      /[\0-\x08\x0b-\x1f]/g,
      (letter) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    ),
  );

export const number = (value: number | string, style = 0): CellXml => ({
  attributes: style === 0 ? '' : ` s="${style}"`,
  inner: `<v>${value}</v>`,
});
export const text = (value: string): CellXml => ({
  attributes: ' t="inlineStr"',
  inner: `<is><t xml:space="preserve">${escapeText(value)}</t></is>`,
});
export const shared = (index: number): CellXml => ({ attributes: ' t="s"', inner: `<v>${index}</v>` });
export const boolean = (value: boolean): CellXml => ({ attributes: ' t="b"', inner: `<v>${value ? 1 : 0}</v>` });

export async function writeXlsx(path: string, workbook: WorkbookSpec): Promise<void> {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const relations = (entries: readonly string[]) =>
    `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${entries
      .map((entry, index) => `<Relationship Id="rId${index + 1}" ${entry}/>`)
      .join('')}</Relationships>`;
  const sheetList = workbook.sheets
    .map(
      ({ name, state }, index) =>
        `<sheet name="${escapeXml(name)}" sheetId="${index + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${index + 1}"/>`,
    )
    .join('');
  const numFmts = styleCodes.map(
    (code, index) => `<numFmt numFmtId="${170 + index}" formatCode="${escapeXml(code)}"/>`,
  );
  const xfs = [
    '<xf numFmtId="0"/>',
    ...styleCodes.map((_, index) => `<xf numFmtId="${170 + index}"/>`),
    '<xf numFmtId="14"/>',
  ];
  await writeZip(path, {
    '_rels/.rels': relations([`Type="${office}/officeDocument" Target="xl/workbook.xml"`]),
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${office}"><workbookPr${workbook.is1904 === true ? ' date1904="1"' : ''}/><sheets>${sheetList}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...workbook.sheets.map((_, index) => `Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"`),
      `Type="${office}/styles" Target="styles.xml"`,
      `Type="${office}/sharedStrings" Target="/xl/sharedStrings.xml"`,
    ]),
    'xl/styles.xml': `<styleSheet ${main}><numFmts>${numFmts.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${xfs.join('')}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst ${main}>${(workbook.sharedTexts ?? []).map((inner) => `<si>${inner}</si>`).join('')}</sst>`,
    ...Object.fromEntries(
      workbook.sheets.map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheet, main)]),
    ),
  });
}

function sheetXml({ rows, firstRow = 1 }: SheetSpec, main: string): string {
  const parts = rows.map((cells, row) => {
    const number = row + firstRow;
    const list = cells.map((cell, column) =>
      cell === undefined ? '' : `<c r="${letters(column)}${number}"${cell.attributes ?? ''}>${cell.inner}</c>`,
    );
    return `<row r="${number}">${list.join('')}</row>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><worksheet ${main}><sheetData>${parts.join('')}</sheetData></worksheet>`;
}

const letters = (column: number): string =>
  (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));

async function writeZip(path: string, parts: Readonly<Record<string, string>>): Promise<void> {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const data = Buffer.from(content, 'utf8');
    const packed = deflateRawSync(data, { level: 1 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const head = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name)]);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, entry, Buffer.from(name)]));
    local.push(head, packed);
    offset += head.length + packed.length;
  }
  const size = central.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  await writeFile(path, Buffer.concat([...local, ...central, end]));
}
