import type { languages } from 'monaco-editor';
import type { LexicalRules } from '../../lib/sql/dialect.ts';

type Rule = languages.IMonarchLanguageRule;
const when = (condition: boolean, rule: Rule): Rule[] => (condition ? [rule] : []);

const name = /[\p{L}_][\p{L}\p{N}_$]*/u;
const call = /[\p{L}_][\p{L}\p{N}_$]*(?=\s*\()/u;

/** Colouring rules: the same lexical rules as `lib/sql/tokens.ts`, in the form that Monaco runs line by line. */
export function monarchOf(
  rules: LexicalRules,
  keywords: readonly string[],
  functions: readonly string[],
): languages.IMonarchLanguage {
  const doubleQuoted = rules.hasDoubleQuotedStrings ? 'string' : 'identifier';
  return {
    ignoreCase: true,
    unicode: true,
    keywords: [...keywords],
    functions: [...functions],
    tokenizer: {
      root: [
        [/\s+/, 'white'],
        [rules.hasSpacedDashComments ? /--(?=\s|$).*$/ : /--.*$/, 'comment'],
        ...when(rules.hasHashComments, [/#.*$/, 'comment']),
        ...when(rules.hasSlashComments, [/\/\/.*$/, 'comment']),
        [/\/\*/, 'comment', '@comment'],
        ...when(rules.hasEscapeStrings, [/e'/, 'string', '@escaped']),
        [/'/, 'string', rules.hasBackslashEscapes ? '@escaped' : '@plain'],
        ...when(rules.hasDollarQuotes, [/\$(\w*)\$/, { token: 'string', next: '@dollar.$1' }]),
        [/"/, doubleQuoted, '@double'],
        ...when(rules.hasBackticks, [/`/, 'identifier', '@backtick']),
        [/\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?/, 'number'],
        [call, { cases: { '@functions': 'predefined', '@keywords': 'keyword', '@default': 'identifier' } }],
        [name, { cases: { '@keywords': 'keyword', '@default': 'identifier' } }],
        [/[()[\]{},;.]/, 'delimiter'],
        [/[-+*/%<>=!|&^~?:@]+/, 'operator'],
      ],
      comment: [
        [/[^/*]+/, 'comment'],
        [/\*\//, 'comment', '@pop'],
        ...when(rules.hasNestedComments, [/\/\*/, 'comment', '@push']),
        [/[/*]/, 'comment'],
      ],
      plain: [
        [/[^']+/, 'string'],
        [/''/, 'string'],
        [/'/, 'string', '@pop'],
      ],
      escaped: [
        [/[^'\\]+/, 'string'],
        [/\\.|''/, 'string'],
        [/'/, 'string', '@pop'],
      ],
      double: [
        [/[^"]+/, doubleQuoted],
        [/""/, doubleQuoted],
        [/"/, doubleQuoted, '@pop'],
      ],
      backtick: [
        [/[^`]+/, 'identifier'],
        [/`/, 'identifier', '@pop'],
      ],
      dollar: [
        [/[^$]+/, 'string'],
        [/\$(\w*)\$/, { cases: { '$1==$S2': { token: 'string', next: '@pop' }, '@default': 'string' } }],
        [/\$/, 'string'],
      ],
    },
  };
}
