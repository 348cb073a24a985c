import type { ResultDescription } from '../../../lib/contract/description.ts';

/** A description as a page of Markdown: what the result is, then a table of its columns. */
export function markdownOf(result: ResultDescription): string {
  const lines = [`# ${cell(result.title)}`, '', inline(result.description), ''];
  for (const caveat of result.caveats) lines.push(`- **Note:** ${inline(caveat)}`);
  if (result.caveats.length > 0) lines.push('');
  lines.push('| column | type | title | description | unit | from | |', '| --- | --- | --- | --- | --- | --- | --- |');
  for (const column of result.columns) {
    const from = column.sources.map((one) => `\`${[one.connection, one.schema, one.table, one.column].join('.')}\``);
    const expression = column.expression === undefined ? [] : [`as \`${column.expression.replaceAll('`', "'")}\``];
    const text = [column.description, ...column.caveats.map((caveat) => `*${caveat}*`)].filter((part) => part !== '');
    lines.push(
      `| ${[
        `\`${column.label.replaceAll('`', "'")}\``,
        column.type,
        column.title,
        text.join(' '),
        column.unit ?? '',
        [...from, ...expression].join(', '),
        column.isConfirmed ? 'confirmed' : 'not confirmed',
      ]
        .map(cell)
        .join(' | ')} |`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** One line, without what would end a cell or begin an element. */
export const inline = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;').trim();
export const cell = (text: string): string => inline(text).replaceAll('|', '\\|');
