/** What a workbook says of itself: its sheets, its calendar, its number formats, its shared texts. */
import { posix } from 'node:path';
import { Archive } from './archive.ts';
import { meaningOf, type NumberMeaning } from './number-formats.ts';
import { readWholeXml, readXml } from './xml.ts';

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Its part of the archive. */
  readonly part: string;
}

export interface Workbook {
  readonly archive: Archive;
  readonly sheets: readonly Sheet[];
  readonly is1904: boolean;
  /** What style `s` of a cell makes of a number. */
  readonly styles: readonly NumberMeaning[];
  readonly sharedTextsPart: string | undefined;
}

/** Letters that the shared texts of one workbook may have in all; they are held in memory while a sheet is read. */
const MAX_SHARED_LETTERS = 256 * 1024 * 1024;

/** The caller closes `archive`. */
export async function openWorkbook(path: string): Promise<Workbook> {
  const archive = await Archive.open(path);
  try {
    const root = await relationsOf(archive, '_rels/.rels', '');
    const part = [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml';
    const folder = posix.dirname(part);
    const relations = await relationsOf(archive, `${folder}/_rels/${posix.basename(part)}.rels`, folder);
    const { sheets, is1904 } = await readSheets(archive, part, relations);
    const related = (ending: string) => [...relations.values()].find(({ type }) => type.endsWith(ending))?.target;
    return {
      archive,
      sheets,
      is1904,
      styles: await readStyles(archive, related('/styles')),
      sharedTextsPart: related('/sharedStrings'),
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

async function relationsOf(archive: Archive, part: string, folder: string): Promise<ReadonlyMap<string, Relation>> {
  const relations = new Map<string, Relation>();
  await readWholeXml(await archive.stream(part), {
    open(name, { Id, Type, Target = '' }) {
      if (name !== 'Relationship' || Id === undefined) return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      relations.set(Id, { type: Type ?? '', target });
    },
  });
  return relations;
}

async function readSheets(archive: Archive, part: string, relations: ReadonlyMap<string, Relation>) {
  const sheets: Sheet[] = [];
  let is1904 = false;
  const stream = await archive.stream(part);
  if (stream === undefined) throw new Error('the file holds no workbook');
  await readWholeXml(stream, {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = isTrue(attributes.date1904);
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => /(?:^|:)id$/.test(key))?.[1] ?? '';
      const relation = relations.get(id);
      // Chart sheets hold no cells.
      if (relation?.type.endsWith('/worksheet') !== true) return;
      sheets.push({
        name: attributes.name ?? '',
        isHidden: attributes.state === 'hidden' || attributes.state === 'veryHidden',
        part: relation.target,
      });
    },
  });
  return { sheets, is1904 };
}

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true';

async function readStyles(archive: Archive, part: string | undefined): Promise<NumberMeaning[]> {
  if (part === undefined) return [];
  const codes = new Map<number, string>();
  const styles: number[] = [];
  let isInCellFormats = false;
  await readWholeXml(await archive.stream(part), {
    open(name, { numFmtId, formatCode }) {
      if (name === 'cellXfs') isInCellFormats = true;
      if (name === 'numFmt' && formatCode !== undefined) codes.set(Number(numFmtId), formatCode);
      if (name === 'xf' && isInCellFormats) styles.push(Number(numFmtId ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') isInCellFormats = false;
    },
  });
  return styles.map((id) => meaningOf(id, codes.get(id)));
}

/** Texts that cells name by number. */
export async function readSharedTexts({ archive, sharedTextsPart }: Workbook): Promise<string[]> {
  const texts: string[] = [];
  let letters = 0;
  const collector = new TextCollector();
  const stream = sharedTextsPart === undefined ? undefined : await archive.stream(sharedTextsPart);
  if (stream === undefined) return texts;
  const handler = {
    open: (name: string) => collector.open(name),
    text: (text: string) => collector.text(text),
    close: (name: string) => {
      collector.close(name);
      if (name !== 'si') return;
      const text = collector.take();
      letters += text.length;
      texts.push(text);
    },
  };
  for await (const _ of readXml(stream, handler))
    if (letters > MAX_SHARED_LETTERS) throw new Error('the workbook has more text than can be read');
  return texts;
}

/** The text of a cell: its runs one after the other, without the reading aids of East Asian scripts. */
export class TextCollector {
  #text = '';
  #isInText = false;
  #phonetic = 0;

  open(name: string): void {
    if (name === 'rPh') this.#phonetic += 1;
    if (name === 't') this.#isInText = this.#phonetic === 0;
  }

  text(text: string): void {
    if (this.#isInText) this.#text += text;
  }

  close(name: string): void {
    if (name === 'rPh') this.#phonetic -= 1;
    if (name === 't') this.#isInText = false;
  }

  take(): string {
    const text = unescapeText(this.#text);
    this.#text = '';
    return text;
  }
}

/** Letters that XML cannot hold stand as `_x000D_`; an underscore that would be read so, as `_x005F_`. */
export const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
