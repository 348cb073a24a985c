import type * as Monaco from 'monaco-editor';
import { duckdbRules, rulesOfDriver } from '../../lib/sql/dialect.ts';
import { duckdbFunctions, duckdbKeywords } from '../../lib/sql/duckdb-words.ts';
import { describeAt } from './descriptions.ts';
import { dialectWords } from './dialect-words.ts';
import { duckdbLanguage, languages, mysqlLanguage, registerLanguages, sqliteLanguage } from './language.ts';
import type { MonacoApi, TextModel } from './monaco.ts';
import { nearCursor } from './near-cursor.ts';
import { nativeConnection, type SqlContext } from './sql-context.ts';
import { type Suggestion, suggestNames } from './suggestions.ts';

/** Registers languages, completion and hover for the whole page; `contextOf` says what a model's text is for. Answers how to undo it. */
export function registerProviders(
  monaco: MonacoApi,
  contextOf: (model: TextModel) => SqlContext | undefined,
): () => void {
  registerLanguages(
    monaco,
    new Map([
      [duckdbLanguage, duckdbRules],
      [mysqlLanguage, rulesOfDriver('mysql')],
      [sqliteLanguage, rulesOfDriver('sqlite')],
    ]),
  );
  const completion = monaco.languages.registerCompletionItemProvider(languages, {
    triggerCharacters: ['.', ' '],
    provideCompletionItems: async (model, position, { triggerCharacter }) => {
      const context = contextOf(model);
      if (context === undefined) return { suggestions: [] };
      const { text, offset } = nearCursor(model.getValue(), model.getOffsetAt(position));
      if (triggerCharacter === ' ' && !/\b(?:from|join|on)\s$/i.test(text.slice(Math.max(0, offset - 12), offset))) {
        return { suggestions: [] };
      }
      const range = replacedRange(monaco, model, position);
      const names = await suggestNames(text, offset, context);
      if (names === undefined) return { suggestions: [] };
      const isQualified = text.charAt(offset - (position.column - range.startColumn) - 1) === '.';
      const words = isQualified || triggerCharacter === ' ' ? [] : await wordsFor(monaco, context);
      return {
        suggestions: [
          ...names.map((suggestion) => toItem(monaco, suggestion, range)),
          ...words.map((word) => ({ ...word, range })),
        ],
        incomplete: true,
      };
    },
  });
  const hover = monaco.languages.registerHoverProvider(languages, {
    provideHover: async (model, position) => {
      const context = contextOf(model);
      const word = model.getWordAtPosition(position);
      if (context === undefined || word === null) return null;
      const lines = await describeAt(model.getValue(), model.getOffsetAt(position), context);
      return lines === undefined ? null : { contents: lines.map((value) => ({ value })) };
    },
  });
  return () => {
    completion.dispose();
    hover.dispose();
  };
}

/** The word at the cursor, with its opening quote if it has one. */
function replacedRange(monaco: MonacoApi, model: TextModel, position: Monaco.Position): Monaco.Range {
  const { startColumn, endColumn } = model.getWordUntilPosition(position);
  const before = model.getLineContent(position.lineNumber).charAt(startColumn - 2);
  const start = before === '"' || before === '`' ? startColumn - 1 : startColumn;
  return new monaco.Range(position.lineNumber, start, position.lineNumber, endColumn);
}

function toItem(monaco: MonacoApi, suggestion: Suggestion, range: Monaco.IRange): Monaco.languages.CompletionItem {
  const kinds = monaco.languages.CompletionItemKind;
  const kind = {
    connection: kinds.Module,
    schema: kinds.Folder,
    table: kinds.Struct,
    view: kinds.Interface,
    column: kinds.Field,
    relation: kinds.Reference,
    condition: kinds.Operator,
  }[suggestion.kind];
  return {
    label: { label: suggestion.label, description: suggestion.detail },
    kind,
    insertText: suggestion.insert,
    filterText: `${suggestion.label} ${suggestion.insert}`,
    sortText: `0${String(suggestion.rank + 9).padStart(2, '0')}`,
    range,
    ...(suggestion.comment === undefined ? {} : { documentation: suggestion.comment }),
    ...(suggestion.goesOn ? { command: { id: 'editor.action.triggerSuggest', title: 'Suggest' } } : {}),
  };
}

type Word = Omit<Monaco.languages.CompletionItem, 'range'>;
const wordsByDriver = new Map<string, readonly Word[]>();

/** Keywords and functions of whoever reads the statement. */
async function wordsFor(monaco: MonacoApi, context: SqlContext): Promise<readonly Word[]> {
  const driver = nativeConnection(context)?.driver;
  const known = wordsByDriver.get(driver ?? '');
  if (known !== undefined) return known;
  const own = await dialectWords(driver);
  const words =
    own === undefined
      ? duckdbWords(monaco)
      : wordsOf(
          monaco,
          own.keywords,
          own.functions.map((name) => ({ name })),
        );
  wordsByDriver.set(driver ?? '', words);
  return words;
}

const commonKeywords =
  'SELECT|FROM|WHERE|GROUP BY|ORDER BY|HAVING|LIMIT|JOIN|LEFT JOIN|RIGHT JOIN|FULL JOIN|CROSS JOIN|ON|USING|UNION ALL|WITH|AND|OR|NOT|IN|IS NULL|IS NOT NULL|BETWEEN|LIKE|CASE|WHEN|THEN|ELSE|END|AS|DISTINCT|ASC|DESC|OVER|PARTITION BY|NULLS LAST|EXISTS'.split(
    '|',
  );

interface FunctionWord {
  readonly name: string;
  readonly kind?: string;
  readonly parameters?: readonly string[];
  readonly description?: string;
}

const duckdbWords = (monaco: MonacoApi): Word[] =>
  wordsOf(
    monaco,
    ['QUALIFY', ...duckdbKeywords.map((word) => word.toUpperCase())],
    duckdbFunctions.map(([name, kind, parameters, description]) => ({ name, kind, parameters, description })),
  );

function wordsOf(monaco: MonacoApi, keywords: readonly string[], functions: readonly FunctionWord[]): Word[] {
  const { Keyword, Function: FunctionKind } = monaco.languages.CompletionItemKind;
  const { InsertAsSnippet } = monaco.languages.CompletionItemInsertTextRule;
  const common = new Set(commonKeywords);
  return [
    ...[...new Set([...commonKeywords, ...keywords])].map((word) => ({
      label: word,
      kind: Keyword,
      insertText: word,
      sortText: common.has(word) ? '5' : '8',
    })),
    ...functions.map(({ name, kind, parameters, description }) => ({
      label: {
        label: name,
        ...(parameters === undefined ? {} : { detail: `(${parameters.join(', ')})` }),
        ...(kind === undefined ? {} : { description: kind }),
      },
      kind: FunctionKind,
      insertText: `${name}($0)`,
      insertTextRules: InsertAsSnippet,
      sortText: '6',
      ...(description === undefined ? {} : { documentation: description }),
    })),
  ];
}
