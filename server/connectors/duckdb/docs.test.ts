import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { duckdbOptionsSchema } from './config.ts';
import { valueCases } from './test-values.ts';

const page = await readFile(join(import.meta.dirname, '../../../docs/connectors/duckdb.md'), 'utf8');

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

describe('docs/connectors/duckdb.md', () => {
  it('lists each type that the tests prove, with the type it has in Joinery', () => {
    const proven = new Map(valueCases.map(({ type, duckType }) => [code(type), code(duckType)]));
    expect(new Map(tableUnder('Types').map(([type = '', duckType = '']) => [type, duckType]))).toEqual(proven);
  });

  it('lists each option with its description', () => {
    expect(tableUnder('Options')).toEqual(
      Object.entries(duckdbOptionsSchema.shape).map(([name, schema]) => [code(name), schema.description]),
    );
  });
});
