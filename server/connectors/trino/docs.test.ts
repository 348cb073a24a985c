import { describe, expect, it } from 'vitest';
import { code, optionRows, readDocsPage, verdictCells } from '../conformance/docs-page.ts';
import { trinoOptionsSchema } from './config.ts';
import { filterCases } from './test-filters.ts';
import { valueCases } from './test-values.ts';

const tableUnder = await readDocsPage('trino');

describe('docs/connectors/trino.md', () => {
  it('lists each type that the tests prove, with its DuckDB type', () => {
    const proven = new Map(valueCases.map(({ type, duckType }) => [code(type), code(duckType)]));
    expect(new Map(tableUnder('Types').map(([type = '', duckType = '']) => [type, duckType]))).toEqual(proven);
  });

  it('lists which filters Trino applies', () => {
    const isNumber = (constant = '') => !['nan', 'infinity'].includes(constant);
    const proven = filterCases.filter(({ constants }) => isNumber(constants[0]));
    expect(tableUnder('Filters')).toEqual(proven.map((one) => [code(one.type), ...verdictCells(one)]));
  });

  it('lists each option with its description and default', () => {
    expect(tableUnder('Options')).toEqual(optionRows(trinoOptionsSchema.shape));
  });
});
