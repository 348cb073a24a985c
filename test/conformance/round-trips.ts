/** The part "Round trips" of a driver's page in docs/connectors: each value of its tests, and what arrives. */
import type { ConformanceDefinition } from '../../server/connectors/conformance/definition.ts';
import { becomesCell, code } from '../../server/connectors/conformance/docs-page.ts';
import { type Tested, tested } from './definitions.ts';
import { head, row } from './markdown.ts';

const BEGIN = '<!-- written by test/conformance/write.ts -->';
const END = '<!-- until here -->';

/** Their table of types is that of the values already, held to the tests by their own docs.test.ts. */
export const withOwnTypes: ReadonlySet<string> = new Set(['bigquery', 'snowflake']);

/** Pages that have such a part. */
export const roundTripPages: readonly string[] = [...new Set(tested.map(({ page }) => page))].filter(
  (page) => !withOwnTypes.has(page),
);

/** The same definition runs for both flavours of PostgreSQL: its values stand once. */
const own = tested.filter(({ title }) => !title.includes('flavor'));

/** `text` of the page with the part as the definitions say it. */
export function withRoundTrips(text: string, page: string): string {
  const [before = '', rest = ''] = text.split(BEGIN);
  const after = rest.split(END)[1] ?? '';
  const those = own.filter((one) => one.page === page);
  const tables = those.map((one) => (those.length > 1 ? `### ${one.title}\n\n${roundTrips(one)}` : roundTrips(one)));
  return `${before}${BEGIN}\n${tables.join('\n\n')}\n${END}${after}`;
}

function roundTrips({ definition }: Tested): string {
  const rows = definition.values.map((one) =>
    row(code(one.type), literal(one.literal), code(one.duckType), becomes(one)),
  );
  return [head('type', 'value there', 'DuckDB', 'value here'), ...rows].join('\n');
}

const MOST_LETTERS = 90;
const literal = (text: string): string => code(shortened(text));
const becomes = (one: ConformanceDefinition['values'][number]): string =>
  one.becomes === null || one.becomes === 'refused!' ? becomesCell(one) : code(shortened(one.becomes));
/** Control letters are shown, long texts cut. */
const shortened = (text: string): string => {
  const shown = [...text]
    .map((letter) => (letter < ' ' || letter === '`' ? JSON.stringify(letter).slice(1, -1).replace('`', "'") : letter))
    .join('');
  return shown.length > MOST_LETTERS ? `${shown.slice(0, MOST_LETTERS)}...` : shown;
};
