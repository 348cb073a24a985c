import { duckdbRules, type LexicalRules } from '../../lib/sql/dialect.ts';
import { duckdbFunctions, duckdbKeywords } from '../../lib/sql/duckdb-words.ts';
import type { MonacoApi } from './monaco.ts';
import { monarchOf } from './monarch.ts';

/** One Monaco language per set of lexical rules; the grammar is never Monaco's business. */
export const duckdbLanguage = 'joinery-duckdb';
export const mysqlLanguage = 'joinery-mysql';
export const sqliteLanguage = 'joinery-sqlite';
export const languages = [duckdbLanguage, mysqlLanguage, sqliteLanguage];

export const languageOf = (rules: LexicalRules): string =>
  rules === duckdbRules ? duckdbLanguage : rules.hasHashComments ? mysqlLanguage : sqliteLanguage;

/** Words that people expect to see as keywords although DuckDB does not reserve them. */
const moreKeywords =
  'by asof anti semi positional over partition rows range groups preceding following unbounded current row exclude replace filter within first last nulls ties interval date time timestamp explain if columns materialized recursive except union intersect summarize'.split(
    ' ',
  );

let isRegistered = false;

export function registerLanguages(monaco: MonacoApi, rulesByLanguage: ReadonlyMap<string, LexicalRules>): void {
  if (isRegistered) return;
  isRegistered = true;
  const functions = duckdbFunctions.map(([name]) => name);
  const keywords = [...new Set([...duckdbKeywords, ...moreKeywords])];
  for (const [id, rules] of rulesByLanguage) {
    monaco.languages.register({ id });
    monaco.languages.setLanguageConfiguration(id, {
      comments: { lineComment: '--', blockComment: ['/*', '*/'] },
      brackets: [
        ['(', ')'],
        ['[', ']'],
        ['{', '}'],
      ],
      autoClosingPairs: [
        { open: '(', close: ')' },
        { open: '[', close: ']' },
        { open: '{', close: '}' },
        { open: "'", close: "'", notIn: ['string', 'comment'] },
        { open: '"', close: '"', notIn: ['string', 'comment'] },
      ],
      surroundingPairs: ['()', "''", '""', '``'].map((pair) => ({ open: pair.charAt(0), close: pair.charAt(1) })),
      wordPattern: /[\p{L}_][\p{L}\p{N}_$]*/u,
    });
    monaco.languages.setMonarchTokensProvider(id, monarchOf(rules, keywords, functions));
  }
}
