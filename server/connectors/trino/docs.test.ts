import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trinoOptionsSchema } from './config.ts';
import { filterCases } from './test-filters.ts';
import { valueCases } from './test-values.ts';

const page = await readFile(join(import.meta.dirname, '../../../docs/connectors/trino.md'), 'utf8');

/** Cells of the table under a heading, without its head. */
function tableUnder(heading: string): string[][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

const code = (text: string) => `\`${text}\``;

describe('docs/connectors/trino.md', () => {
  it('lists each type that the tests prove, with its DuckDB type', () => {
    const proven = new Map(valueCases.map(({ type, duckType }) => [code(type), code(duckType)]));
    expect(new Map(tableUnder('Types').map(([type = '', duckType = '']) => [type, duckType]))).toEqual(proven);
  });

  it('lists which filters Trino applies', () => {
    const proven = filterCases
      .filter(({ constants }) => !['nan', 'infinity'].includes(constants[0] ?? ''))
      .map(({ type, verdicts }) => [
        code(type),
        ...[verdicts.equal, verdicts.unequal, verdicts.range, verdicts.in, verdicts.prefix],
      ]);
    expect(tableUnder('Filters')).toEqual(proven);
  });

  it('lists each option with its description and default', () => {
    const options = Object.entries(trinoOptionsSchema.shape).map(([name, schema]) => [
      code(name),
      schema.description,
      defaultOf(schema),
    ]);
    expect(tableUnder('Options')).toEqual(options);
  });
});

function defaultOf(schema: { safeParse(value: unknown): { success: boolean; data?: unknown } }): string {
  const parsed = schema.safeParse(undefined);
  if (!parsed.success) return 'required';
  if (parsed.data === undefined || parsed.data === '') return '';
  return code(typeof parsed.data === 'object' ? JSON.stringify(parsed.data) : String(parsed.data));
}
