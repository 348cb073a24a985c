import { describe, expect, it } from 'vitest';
import { code, optionRows, readDocsPage, verdictCells } from '../conformance/docs-page.ts';
import { postgresOptionsSchema } from './config.ts';
import { filterCases } from './test-filters.ts';
import { valueCases } from './test-values.ts';

const tableUnder = await readDocsPage('postgres');

describe('docs/connectors/postgres.md', () => {
  it('lists each type that the tests prove, with its DuckDB type', () => {
    const proven = new Map(
      valueCases.map(({ type, duckType }) => [code(type.replace(/ COLLATE .*/, '')), code(duckType)]),
    );
    expect(new Map(tableUnder('Types').map(([type = '', duckType = '']) => [type, duckType]))).toEqual(proven);
  });

  it('lists which filters the server applies', () => {
    expect(tableUnder('Filters')).toEqual(filterCases.map((one) => [code(one.type), ...verdictCells(one)]));
  });

  it('lists each option with its description and default', () => {
    expect(tableUnder('Options')).toEqual(optionRows(postgresOptionsSchema.shape));
  });
});
