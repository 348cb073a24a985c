import { describe, expect, it } from 'vitest';
import { filterRows, optionRows, readDocsPage, valueRows } from '../conformance/docs-page.ts';
import { bigqueryOptionsSchema } from './config.ts';
import { filterCases } from './test-filters.ts';
import { valueCases } from './test-values.ts';

const tableUnder = await readDocsPage('bigquery');

describe('docs/connectors/bigquery.md', () => {
  it('lists each value that the tests send', () => {
    expect(tableUnder('Types')).toEqual(valueRows(valueCases));
  });

  it('lists which filters the source applies', () => {
    expect(tableUnder('Filters')).toEqual(filterRows(filterCases));
  });

  it('lists each option with its description and default', () => {
    expect(tableUnder('Options')).toEqual(optionRows(bigqueryOptionsSchema.shape));
  });
});
