/** The dictionary as files: dbt sources, and a page of Markdown. Sources' comments are in it too; proposals are not. */
import { stringify } from 'yaml';
import type { DictionaryItem, DictionaryTable } from '../../lib/contract/dictionary.ts';
import { cell, inline } from '../assistant/describe/markdown.ts';

/** Tables of one connection. */
export interface ConnectionTables {
  readonly connection: string;
  readonly defaultSchema: string;
  readonly tables: readonly DictionaryTable[];
}

export function dictionaryYaml(all: readonly ConnectionTables[]): string {
  const sources = all.flatMap(({ connection, defaultSchema, tables }) => {
    const bySchema = Map.groupBy(tables, ({ table }) => table.schema);
    return [...bySchema].map(([schema, some]) => ({
      name: schema === defaultSchema || schema === '' ? connection : `${connection}_${schema}`,
      schema,
      config: { meta: { joinery: { connection } } },
      tables: some.map((table) => ({
        name: table.table.table,
        ...propertiesOf(table),
        columns: table.columns.map((column) => ({
          name: column.name,
          ...propertiesOf(column),
          data_type: column.type,
        })),
      })),
    }));
  });
  return stringify({ version: 2, sources }, { lineWidth: 120 });
}

function propertiesOf({ description, title, unit, writtenBy }: DictionaryItem): Record<string, unknown> {
  const joinery = {
    ...(title === undefined ? {} : { title }),
    ...(unit === undefined ? {} : { unit }),
    ...(writtenBy === undefined || writtenBy === 'person' ? {} : { written_by: writtenBy }),
  };
  return {
    ...(description === '' ? {} : { description }),
    ...(Object.keys(joinery).length === 0 ? {} : { config: { meta: { joinery } } }),
  };
}

export function dictionaryMarkdown(all: readonly ConnectionTables[]): string {
  const lines = ['# Dictionary', ''];
  for (const { connection, tables } of all) {
    lines.push(`## ${inline(connection)}`, '');
    for (const table of tables) {
      lines.push(`### ${inline(table.sqlName)}`, '');
      if (table.description !== '') lines.push(inline(table.description), '');
      lines.push('| column | type | description | unit | refers to |', '| --- | --- | --- | --- | --- |');
      for (const { name, type, isPrimaryKey, description, unit = '', references = '' } of table.columns)
        lines.push(
          `| ${[`\`${name.replaceAll('`', "'")}\`${isPrimaryKey ? ' (key)' : ''}`, type, description, unit, references].map(cell).join(' | ')} |`,
        );
      lines.push('');
    }
  }
  return `${lines.join('\n').trim()}\n`;
}
