import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { postgresOptionsSchema } from './config.ts';
import { filterCases } from './test-filters.ts';
import { valueCases } from './test-values.ts';

const page = await readFile(join(import.meta.dirname, '../../../docs/connectors/postgres.md'), 'utf8');

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

describe('docs/connectors/postgres.md', () => {
  it('lists each type that the tests prove, with its DuckDB type', () => {
    const proven = new Map(
      valueCases.map(({ type, duckType }) => [code(type.replace(/ COLLATE .*/, '')), code(duckType)]),
    );
    expect(new Map(tableUnder('Types').map(([type = '', duckType = '']) => [type, duckType]))).toEqual(proven);
  });

  it('lists which filters the server applies', () => {
    const proven = filterCases.map(({ type, verdicts }) => [
      code(type),
      ...[verdicts.equal, verdicts.unequal, verdicts.range, verdicts.in, verdicts.prefix],
    ]);
    expect(tableUnder('Filters')).toEqual(proven);
  });

  it('lists each option with its description and default', () => {
    const options = Object.entries(postgresOptionsSchema.shape).map(([name, schema]) => [
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
  return parsed.data === undefined || parsed.data === '' ? '' : code(String(parsed.data));
}
