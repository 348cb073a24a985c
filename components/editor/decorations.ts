import type * as Monaco from 'monaco-editor';
import { namesIn } from '../../lib/sql/relations.ts';
import { splitStatements } from '../../lib/sql/split-statements.ts';
import type { MonacoApi, TextModel } from './monaco.ts';
import type { RunnableStatement } from './runnable.ts';
import { addressOf, rulesOf, type SqlContext } from './sql-context.ts';

/** Longer texts are edited without underlines: reading them at each key would be felt. */
const longestText = 200_000;

export function rangeOf(monaco: MonacoApi, model: TextModel, start: number, end: number): Monaco.Range {
  const [from, to] = [model.getPositionAt(start), model.getPositionAt(end)];
  return new monaco.Range(from.lineNumber, from.column, to.lineNumber, to.column);
}

/** Underlines of table names in the colour of their connection. */
export function originDecorations(
  monaco: MonacoApi,
  model: TextModel,
  context: SqlContext,
): Monaco.editor.IModelDeltaDecoration[] {
  const text = model.getValue();
  if (text.length > longestText) return [];
  const rules = rulesOf(context);
  return splitStatements(text, rules).flatMap((statement) => {
    const { relations, commonTables } = namesIn(text, statement, rules);
    const common = new Set(commonTables.map(({ name }) => name.toLowerCase()));
    return relations.flatMap((relation) => {
      const isCommon = relation.parts.length === 1 && common.has(relation.parts[0]?.toLowerCase() ?? '');
      const address = isCommon ? undefined : addressOf(context, relation.parts);
      if (address === undefined) return [];
      return [
        {
          range: rangeOf(monaco, model, relation.start, relation.end),
          options: { inlineClassName: `origin-name origin-${address.connection.color}` },
        },
      ];
    });
  });
}

/** A quiet bar beside the lines of the statement that "run" means now. */
export function statementDecorations(
  monaco: MonacoApi,
  model: TextModel,
  statement: RunnableStatement | undefined,
): Monaco.editor.IModelDeltaDecoration[] {
  if (statement === undefined) return [];
  return [
    {
      range: rangeOf(monaco, model, statement.offset, statement.offset + statement.text.length),
      options: { isWholeLine: true, linesDecorationsClassName: 'statement-bar' },
    },
  ];
}
