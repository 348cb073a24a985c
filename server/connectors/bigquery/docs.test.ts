import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bigqueryOptionsSchema } from './config.ts';
import { filterCases } from './test-filters.ts';
import { valueCases } from './test-values.ts';

const page = await readFile(join(import.meta.dirname, '../../../docs/connectors/bigquery.md'), 'utf8');

/** Rows of the table under a heading, without its head. */
function rowsUnder(heading: string): string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
}

const code = (text: string) => (text === '' ? '(empty)' : `\`${text.replaceAll('|', '\\|').replaceAll('\n', '\\n')}\``);
const becomes = (text: string | null) => (text === null ? 'NULL' : text === 'refused!' ? 'refused' : code(text));

describe('docs/connectors/bigquery.md', () => {
  it('lists each value that the tests send', () => {
    const proven = valueCases.map(
      (one) => `| ${[code(one.type), code(one.literal), code(one.duckType), becomes(one.becomes)].join(' | ')} |`,
    );
    expect(rowsUnder('Types')).toEqual(proven);
  });

  it('lists which filters the source applies', () => {
    const proven = filterCases.map(({ type, constantType, constants, verdicts }) => {
      const against = `${code(constantType)}: ${constants.map(code).join(', ')}`;
      const { equal, unequal, range, in: list, prefix } = verdicts;
      return `| ${[code(type), against, equal, unequal, range, list, prefix].join(' | ')} |`;
    });
    expect(rowsUnder('Filters')).toEqual(proven);
  });

  it('lists each option with its description and default', () => {
    const options = Object.entries(bigqueryOptionsSchema.shape).map(
      ([name, schema]) => `| ${code(name)} | ${schema.description} | ${defaultOf(schema)} |`,
    );
    expect(rowsUnder('Options')).toEqual(options);
  });
});

function defaultOf(schema: { safeParse(value: unknown): { success: boolean; data?: unknown } }): string {
  const { success, data } = schema.safeParse(undefined);
  if (!success) return 'required';
  return data === undefined || typeof data === 'object' ? '' : code(String(data));
}
