import type { Normaliser } from '../lib/contract/join.ts';
import type { SuggestFrame, Suggestion, TableReference } from '../lib/contract/suggestion.ts';
import { formatCount, formatCounted } from '../lib/format/number.ts';

/** Suggestions in words, best first. */
export function printSuggestions(frame: SuggestFrame): string {
  const cards = frame.suggestions.map(
    (suggestion, index) => `${index + 1}. ${cardText(suggestion, frame.tree.includes(suggestion.id))}`,
  );
  const problems = frame.problems.map(({ table, error }) => `${tableText(table)} could not be read: ${error.message}`);
  const nothing = frame.suggestions.length === 0 ? [frame.abstention ?? 'No join is proposed.'] : [];
  const cost = `${formatCounted(frame.queries, 'question')} to the sources, ${formatCount(frame.rowsRead)} rows read, ${formatCount(frame.ms)} ms`;
  return `${[...cards, ...nothing, ...problems, cost].join('\n\n')}\n`;
}

function cardText(suggestion: Suggestion, isInTree: boolean): string {
  const { left, right, pairs, type, cardinality, confidence, tier, reason, warnings } = suggestion;
  const what = type === 'union' ? 'union all' : `${type} join, ${cardinality}`;
  const keys = pairs.map(
    (pair) => `${sideText(pair.left, pair.leftNormalisers)} = ${sideText(pair.right, pair.rightNormalisers)}`,
  );
  const lines = [
    `${tableText(left)} with ${tableText(right)}: ${what} (${tier}, ${Math.round(confidence * 100)} %)${isInTree ? '' : ', an alternative'}`,
    `   ${keys.join(type === 'union' ? ', ' : ' and ')}`,
    `   ${reason}`,
    ...warnings.map((warning) => `   ! ${warning}`),
  ];
  return lines.join('\n');
}

const tableText = ({ connection, schema, table }: TableReference): string =>
  [connection, schema, table].filter((part) => part !== '').join('.');

const sideText = (column: string, normalisers: readonly Normaliser[]): string =>
  normalisers.reduce((text, normaliser) => {
    const argument =
      'text' in normaliser ? `, '${normaliser.text}'` : 'type' in normaliser ? `, ${normaliser.type}` : '';
    return normaliser.kind === 'expression'
      ? normaliser.sql.replace('value', text)
      : `${normaliser.kind}(${text}${argument})`;
  }, column);
