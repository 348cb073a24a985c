/** docs/conformance.md, written from the definitions that the tests run. */
import { type BadInput, badInputs } from '../../server/connectors/conformance/bad-input.ts';
import type { ConformanceDefinition } from '../../server/connectors/conformance/definition.ts';
import { attacksOnSession } from '../../server/connectors/conformance/walls.ts';
import { type Tested, tested } from './definitions.ts';
import { head, row } from './markdown.ts';
import { withOwnTypes } from './round-trips.ts';

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

const pages = [...new Set(tested.map(({ page }) => page))]
  .map((page) => `[${page}](connectors/${page}.md#${withOwnTypes.has(page) ? 'types' : 'round-trips'})`)
  .join(', ');

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
    `Each value that is sent and what arrives stands on the page of its driver: ${pages}.`,
  ].join('\n\n')}\n`;
