import { describe, it } from 'vitest';
import { findTrino } from '../../../test/servers/trino.ts';
import { describeConformance } from '../conformance/suite.ts';
import { attacks } from './test-attacks.ts';
import { filterCases } from './test-filters.ts';
import { startTrinoSource } from './test-source.ts';
import { valueCases } from './test-values.ts';

const installation = findTrino();

if (installation === undefined) {
  describe('the trino driver keeps the contract', () => {
    it.skip('needs a Trino server: JOINERY_TRINO_HOME and a JDK 24 (docs/testing.md)');
  });
} else {
  describeConformance('trino', {
    capabilities: { snapshot: false, serverCancel: true, native: true },
    start: async () => {
      const source = await startTrinoSource(installation);
      await source.run("CREATE TABLE memory.default.attacked AS SELECT BIGINT '1' AS id");
      return source;
    },
    integerType: 'bigint',
    textType: 'varchar',
    // Letters that a plain literal cannot hold need none here: line ends and the like stand as they are.
    quoteText: (text) => `'${text.replaceAll("'", "''")}'`,
    knows: { comments: true, keys: false, notNull: true, emptyText: true },
    // Trino writes every name in small letters.
    identifiers: [
      'select',
      'a.b',
      'say "hi"',
      'two words',
      "it's",
      'ünïcode',
      'semi;colon',
      '-- dash',
      '1st',
      '[x]',
      '`y`',
      'a*b?',
    ],
    values: valueCases,
    filters: filterCases,
    native: {
      twoColumns: 'SELECT 1 AS a, 2 AS a',
      mistake: { sql: "SELECT 'ä' AS fro,\n 1 FROM attacked fro m WHERE", offset: 40 },
      endless: 'SELECT count(*) FROM TABLE(sequence(1, 1000000000)) a CROSS JOIN TABLE(sequence(1, 1000000000)) b',
      attacks,
    },
  });
}
