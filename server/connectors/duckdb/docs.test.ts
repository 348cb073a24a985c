import { describe, expect, it } from 'vitest';
import { code, readDocsPage } from '../conformance/docs-page.ts';
import { duckdbOptionsSchema } from './config.ts';
import { valueCases } from './test-values.ts';

const tableUnder = await readDocsPage('duckdb');

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
