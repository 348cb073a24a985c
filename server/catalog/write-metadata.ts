/** The text of a metadata file. Written by hand rather than by a YAML library, which takes seconds for 100,000 columns. */
import type { StoredCatalog, StoredColumn, StoredTable } from './stored-catalog.ts';

/** Everything before the tables. */
export function headText(catalog: Omit<StoredCatalog, 'tables'>): string {
  return [
    `# What Joinery knows of the connection ${catalog.connection}, written anew at each refresh.`,
    '# Add or change `description:` of a table or column as you like: it is kept, and shown instead of the `comment:` of the source.',
    '# Everything else is replaced by what the source says.',
    `connection: ${scalar(catalog.connection)}`,
    `server: ${scalar(catalog.serverLabel)}`,
    `defaultSchema: ${scalar(catalog.defaultSchema)}`,
    `introspectedAt: ${scalar(catalog.introspectedAt)}`,
    'tables:',
    '',
  ].join('\n');
}

/** One item of `tables:`, ending in a line break. */
export function tableText(table: StoredTable): string {
  const lines = [`  - schema: ${scalar(table.schema)}`, `    name: ${scalar(table.name)}`, `    kind: ${table.kind}`];
  const put = (key: string, value: string | undefined): void => {
    if (value !== undefined) lines.push(`    ${key}: ${value}`);
  };
  put('missing', table.isMissing ? 'true' : undefined);
  put('description', text(table.description));
  put('comment', text(table.comment));
  put('rowEstimate', table.rowEstimate?.toString());
  put('sizeBytes', table.sizeBytes?.toString());
  put('primaryKey', table.primaryKey.length === 0 ? undefined : list(table.primaryKey));
  if (table.uniqueKeys.length > 0) {
    lines.push('    uniqueKeys:', ...table.uniqueKeys.map((key) => `      - ${list(key)}`));
  }
  if (table.foreignKeys.length > 0) lines.push('    foreignKeys:');
  for (const key of table.foreignKeys) {
    lines.push(
      `      - columns: ${list(key.columns)}`,
      `        targetSchema: ${scalar(key.targetSchema)}`,
      `        targetTable: ${scalar(key.targetTable)}`,
      `        targetColumns: ${list(key.targetColumns)}`,
    );
  }
  lines.push(table.columns.length === 0 ? '    columns: []' : '    columns:');
  for (const column of table.columns) pushColumn(lines, column);
  return `${lines.join('\n')}\n`;
}

function pushColumn(lines: string[], column: StoredColumn): void {
  lines.push(
    `      - name: ${scalar(column.name)}`,
    `        type: ${scalar(column.type)}`,
    `        sourceType: ${scalar(column.sourceType)}`,
  );
  if (!column.nullable) lines.push('        nullable: false');
  if (column.collation !== undefined) lines.push(`        collation: ${column.collation}`);
  if (column.isMissing) lines.push('        missing: true');
  if (column.description !== undefined) lines.push(`        description: ${scalar(column.description)}`);
  if (column.comment !== undefined) lines.push(`        comment: ${scalar(column.comment)}`);
}

const text = (value: string | undefined): string | undefined => (value === undefined ? undefined : scalar(value));
const list = (values: readonly string[]): string =>
  `[${values.map((value) => (plainInList.test(value) && !words.test(value) ? value : JSON.stringify(value))).join(', ')}]`;

/** Texts that YAML reads as themselves without quotes; everything else is a JSON string, which YAML reads as well. */
const plain = /^[A-Za-z_][A-Za-z0-9_ .,;()'+/-]*$/;
const plainInList = /^[A-Za-z_][A-Za-z0-9_]*$/;
const words = /^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i;

function scalar(value: string): string {
  return plain.test(value) && !value.endsWith(' ') && !words.test(value) ? value : JSON.stringify(value);
}
