/** The part of docs/security.md that is counted from the lists that the tests run. */
import { drivers } from '../../../server/connectors/registry.ts';
import { tested } from '../../conformance/definitions.ts';
import { sandboxAttacks } from '../sandbox/attacks.ts';
import { attackClass, attackClasses } from './attack-class.ts';

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

function counted(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

export function securityFigures(): string {
  const attacked = tested.filter(({ definition }) => (definition.native?.attacks.length ?? 0) > 0);
  const byClass = attacked.map(({ definition }) => counted((definition.native?.attacks ?? []).map(attackClass)));
  const totals = attacked.map(({ definition }) => definition.native?.attacks.length ?? 0);
  const secrets = Object.values(drivers).flatMap(({ secretOptions }) => secretOptions);
  return [
    table(
      ['statements refused, and the source as it was', ...attacked.map(({ title }) => title)],
      [
        ...attackClasses.map((name) => [name, ...byClass.map((counts) => counts.get(name) ?? 0)]),
        ['together', ...totals],
      ],
    ),
    `Attacks of ${sandboxAttacks.length} kinds on the DuckDB that runs user SQL, each refused with its reason:`,
    table(
      ['what they are after', 'tried'],
      [...counted(sandboxAttacks.map(({ aim }) => aim))].map(([aim, count]) => [aim, count]),
    ),
    `Canaries: one in each of the ${secrets.length} secret options of the drivers, and 5 in the started server; each looked for as it is, in base64 and encoded for an address. None was found.`,
  ].join('\n\n');
}

const MARKS = ['<!-- counted by `npm run docs:security` -->', '<!-- end of what is counted -->'] as const;

/** The page with its counted part as it is now. */
export function withFigures(page: string): string {
  const [from, to] = [page.indexOf(MARKS[0]), page.indexOf(MARKS[1])];
  if (from < 0 || to < from) throw new Error('docs/security.md lacks the marks of its counted part.');
  return `${page.slice(0, from)}${MARKS[0]}\n\n${securityFigures()}\n\n${page.slice(to)}`;
}
