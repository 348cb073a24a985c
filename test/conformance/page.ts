/** docs/conformance.md, written from the definitions that the tests run. */
import { type BadInput, badInputs } from '../../server/connectors/conformance/bad-input.ts';
import type { ConformanceDefinition } from '../../server/connectors/conformance/definition.ts';
import { becomesCell, code } from '../../server/connectors/conformance/docs-page.ts';
import { attacksOnSession } from '../../server/connectors/conformance/walls.ts';
import { type Tested, tested } from './definitions.ts';

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const head = (...cells: readonly string[]): string => `${row(...cells)}\n${row(...cells.map(() => '---'))}`;
const yesNo = (answer: boolean): string => (answer ? 'yes' : 'no');

const intro = `# Conformance

Written from the definitions that the tests run (\`node test/conformance/write.ts\`); a test fails where this page is not what they say. One suite
(\`server/connectors/conformance\`) tries each declaration both ways: what is "no" is tried too, and must be as declared. What stood in for which source says
[testing](testing.md); trino's part runs where a Trino is installed.`;

function capabilities(): string {
  const rows = tested.map(({ title, against, definition: { capabilities: has, knows } }) =>
    row(
      title,
      against,
      yesNo(has.snapshot),
      yesNo(has.serverCancel),
      yesNo(has.native),
      yesNo(has.native),
      yesNo(knows.keys),
      yesNo(knows.comments),
      yesNo(knows.notNull),
      yesNo(knows.emptyText),
    ),
  );
  return [
    head(
      'source',
      'tested against',
      'one snapshot',
      'cancel at the server',
      'native SQL',
      '`{{name}}`',
      'keys',
      'comments',
      'NOT NULL',
      'empty text',
    ),
    ...rows,
  ].join('\n');
}

/** Values of which the exact one arrives, and such as must be refused. */
function counts({ values, filters }: ConformanceDefinition): readonly number[] {
  const refused = values.filter(({ becomes }) => becomes === 'refused!').length;
  const pushed = filters.filter(({ verdicts }) => Object.values(verdicts).some((verdict) => verdict !== 'no')).length;
  return [
    new Set(values.map(({ type }) => type)).size,
    values.length - refused,
    refused,
    pushed,
    filters.length - pushed,
  ];
}

const values = (): string =>
  [
    head(
      'source',
      'types',
      'values that arrive exactly',
      'values refused',
      'filter cases sent',
      'filter cases kept back',
    ),
    ...tested.map(({ title, definition }) => row(title, ...counts(definition))),
  ].join('\n');

function attacks({ title, definition, otherAttacks = 0 }: Tested): string {
  const all = definition.native?.attacks.length ?? 0;
  return row(
    title,
    all + otherAttacks,
    all === 0 ? '-' : attacksOnSession(definition).length,
    definition.native?.onlyProof?.length ?? (all === 0 ? '-' : 0),
  );
}

function badInputTable(): string {
  const reasons: string[] = [];
  const cell = ({ title, definition }: Tested, kind: BadInput): string => {
    const proof = definition.badInput[kind];
    if (proof === 'suite') return kind === 'manyColumns' ? `suite (${definition.widestTable ?? ''})` : 'suite';
    if ('value' in proof) return 'value';
    if ('test' in proof) return 'own test';
    reasons.push(`- ${title}, ${badInputs[kind]}: ${proof.never}.`);
    return '-';
  };
  const rows = tested.map((one) =>
    row(one.title, ...(Object.keys(badInputs) as BadInput[]).map((kind) => cell(one, kind))),
  );
  return `${[head('source', ...Object.values(badInputs)), ...rows].join('\n')}\n\nWhere it cannot be:\n\n${reasons.join('\n')}`;
}

function roundTrips({ title, definition }: Tested): string {
  const rows = definition.values.map((one) =>
    row(code(one.type), literal(one.literal), code(one.duckType), becomes(one)),
  );
  return `### ${title}\n\n${[head('type', 'value there', 'DuckDB', 'value here'), ...rows].join('\n')}`;
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

/** The same definition runs for both flavours of PostgreSQL: its values stand once. */
const own = tested.filter(({ title }) => !title.includes('flavor'));

export const conformancePage = (): string =>
  `${[
    intro,
    '## Capabilities',
    capabilities(),
    '## Values and filters',
    values(),
    '## Attacks',
    'Each statement is refused by the proof before anything of it has run, and the source is looked at afterwards. With the proof taken away, the session alone must leave the source as it was; some statements change nothing but wait, lock or look around, and only the proof stops them (of BigQuery those that its emulator, unlike the service, calls a SELECT). The files driver has no statements: its attacks are names, patterns, links and contents of files.',
    [
      head('source', 'tried and refused', 'of these against the session alone', 'stopped by the proof only'),
      ...tested.map(attacks),
    ].join('\n'),
    '## Bad input',
    '`suite`: the shared suite tries it; `value`: a value case; `own test`: a test of the driver. It ends in one error with the name of the connection, or in the exact value. In brackets: the columns of the widest table tried, where the source takes no more or more would take minutes.',
    badInputTable(),
    '## Round trips',
    own.map(roundTrips).join('\n\n'),
  ].join('\n\n')}\n`;
