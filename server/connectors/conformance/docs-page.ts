/** Tables of a driver's page, docs/connectors/<driver>.md, to be compared with what the tests prove. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FilterCase, ValueCase } from './definition.ts';

/** Cells of the table under a heading, without its head. */
type TableUnder = (heading: string) => readonly (readonly string[])[];

export async function readDocsPage(driver: string): Promise<TableUnder> {
  const page = await readFile(join(import.meta.dirname, `../../../docs/connectors/${driver}.md`), 'utf8');
  return (heading) => {
    const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
    const lines = section.split('\n').filter((line) => line.startsWith('| '));
    return lines.slice(2).map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
  };
}

export const code = (text: string): string =>
  text === '' ? '(empty)' : `\`${text.replaceAll('|', '\\|').replaceAll('\n', '\\n')}\``;

/** What a value becomes, in words of the page. */
export const becomesCell = ({ becomes }: ValueCase): string =>
  becomes === null ? 'NULL' : becomes === 'refused!' ? 'refused' : code(becomes);

export const verdictCells = ({ verdicts }: FilterCase): readonly string[] => [
  verdicts.equal,
  verdicts.unequal,
  verdicts.range,
  verdicts.in,
  verdicts.prefix,
];

interface Option {
  readonly description?: string | undefined;
  safeParse(value: unknown): { success: boolean; data?: unknown };
}

/** Name, description and default of each option. */
export const optionRows = (shape: Readonly<Record<string, Option>>): readonly (readonly string[])[] =>
  Object.entries(shape).map(([name, option]) => [code(name), option.description ?? '', defaultOf(option)]);

function defaultOf(option: Option): string {
  const { success, data } = option.safeParse(undefined);
  if (!success) return 'required';
  if (data === undefined || data === '') return '';
  return code(typeof data === 'object' ? JSON.stringify(data) : String(data));
}

/** Rows in which each value stands with what is sent and what arrives. */
export const valueRows = (cases: readonly ValueCase[]): readonly (readonly string[])[] =>
  cases.map((one) => [code(one.type), code(one.literal), code(one.duckType), becomesCell(one)]);

/** Rows in which each filter stands with what it was compared with. */
export const filterRows = (cases: readonly FilterCase[]): readonly (readonly string[])[] =>
  cases.map((one) => [
    code(one.type),
    `${code(one.constantType)}: ${one.constants.map(code).join(', ')}`,
    ...verdictCells(one),
  ]);
