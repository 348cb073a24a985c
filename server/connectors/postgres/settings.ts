/** Settings of a session as statements, for servers that do not take them at its start or do not know them all. */
import { JoineryError } from '../../errors.ts';

type Setting = readonly [name: string, value: string];
type Ask = (sql: string) => Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;

export const setStatement = ([name, value]: Setting): string =>
  `SET ${name} TO ${name === 'search_path' || name === 'DateStyle' ? value : `'${value.replaceAll("'", "''")}'`}`;

/** Without these, values or names would mean something else. */
const needed: ReadonlySet<string> = new Set(['TimeZone', 'DateStyle', 'search_path']);
/** What a server answers that does not know a setting, or not this value of it. */
const unknownCodes: ReadonlySet<unknown> = new Set(['42704', '22023', '0A000', '42601', '55P02', '42501', 'XX000']);

export const isUnknownSetting = (thrown: unknown): boolean =>
  unknownCodes.has((thrown as { readonly code?: unknown } | undefined)?.code);

/**
 * Sets what the server knows. What it lacks changes nothing that Joinery relies on there: each transaction says itself that it only reads, time limits are those of the run, and a system
 * that has no other form of a text needs no setting for it.
 */
export async function applyKnown(ask: Ask, settings: readonly Setting[]): Promise<void> {
  for (const [name, value] of settings) {
    try {
      await ask(setStatement([name, value]));
    } catch (thrown) {
      if (!isUnknownSetting(thrown) || needed.has(name) || (name === 'statement_timeout' && value !== '0'))
        throw thrown;
      // Before PostgreSQL 9 two more digits were the most, which is all that a float has.
      if (name === 'extra_float_digits') await ask(setStatement([name, '2']));
    }
  }
}

/** Literals are written for servers to which a backslash in a text is a letter: one that reads it as a sign would read another text. */
export async function checkTexts(ask: Ask): Promise<void> {
  const { rows } = await ask(String.raw`SELECT 'a\\b' AS text`);
  if (rows[0]?.text === String.raw`a\\b`) return;
  throw new JoineryError(
    'source_failed',
    'The server reads backslashes in texts as signs, which Joinery does not write.',
    {
      hint: 'Set `standard_conforming_strings` to on for this account or database.',
    },
  );
}
