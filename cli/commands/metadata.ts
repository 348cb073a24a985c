import { Command, Option } from 'commander';
import type { TableInfo } from '../../server/connectors/connector.ts';
import { JoineryError } from '../../server/errors.ts';
import type { CatalogService } from '../../server/workbench.ts';
import { ExitCode } from '../exit-code.ts';
import { type ConfigOptions, openConfig } from '../open-config.ts';
import { openEngine } from '../open-engine.ts';
import { printError } from '../print-error.ts';

interface ShowOptions extends ConfigOptions {
  readonly format: 'text' | 'json';
}

export function metadataCommand(): Command {
  const refresh = withConfig(
    new Command('refresh')
      .description('read tables and columns of all connections, or one, anew')
      .argument('[connection]'),
  ).action(async (connection: string | undefined, options: ConfigOptions) =>
    withCatalog(options, async (catalog) => {
      await catalog.refresh(connection);
      for (const summary of catalog.connections().connections) {
        if (connection !== undefined && summary.id !== connection) continue;
        process.stdout.write(
          `${summary.id}: ${summary.driverLabel}, ${summary.tableCount} tables, ${summary.status}\n`,
        );
        if (summary.error === undefined) continue;
        printError(JoineryError.fromShape(summary.error), 'text');
        process.exitCode = ExitCode.failed;
      }
    }),
  );
  const show = withConfig(
    new Command('show')
      .description('show what is known of a connection or table')
      .argument('<name>', 'connection, connection.table or connection.schema.table'),
  )
    .addOption(new Option('--format <form>', 'how to print it').choices(['text', 'json']).default('text'))
    .action(async (name: string, options: ShowOptions) =>
      withCatalog(options, (catalog) => showName(catalog, name, options.format)),
    );
  return new Command('metadata')
    .description('cached tables, columns, keys and comments')
    .addCommand(refresh)
    .addCommand(show);
}

const withConfig = (command: Command): Command =>
  command.option('--config <file>', 'config.yaml to use').option('--demo', 'start the demo sources for this command');

async function withCatalog(options: ConfigOptions, task: (catalog: CatalogService) => Promise<void>): Promise<void> {
  const opened = await openConfig(options, 'error');
  const session = await openEngine(opened.config, opened.log);
  try {
    await task(session.catalog);
  } finally {
    await session.close();
    await opened.close();
  }
}

async function showName(catalog: CatalogService, name: string, format: 'text' | 'json'): Promise<void> {
  const [connection = '', ...rest] = name.split('.');
  if (rest.length > 2)
    throw new JoineryError('bad_request', `"${name}" has too many parts.`, {
      hint: 'connection, connection.table or connection.schema.table',
    });
  if (rest.length === 0) {
    for (const schema of (await catalog.schemas(connection)).schemas) {
      for (let offset = 0, total = 1; offset < total; offset += 500) {
        const page = await catalog.tables(connection, schema.name, { offset, limit: 500 });
        total = page.total;
        for (const table of page.tables)
          process.stdout.write(
            format === 'json'
              ? `${JSON.stringify(table)}\n`
              : `${table.sqlName}\t${table.rowEstimate ?? ''}\t${table.comment ?? ''}\n`,
          );
      }
    }
    return;
  }
  const [schema, table] = rest.length === 2 ? rest : [undefined, rest[0]];
  const info = await catalog.lookup(connection, schema, table ?? '');
  process.stdout.write(format === 'json' ? `${JSON.stringify(info, undefined, 2)}\n` : describeTable(connection, info));
}

function describeTable(connection: string, table: TableInfo): string {
  const head = `${connection}.${table.schema}.${table.name} (${table.kind}${table.rowEstimate === undefined ? '' : `, about ${table.rowEstimate} rows`})`;
  const columns = table.columns.map((column) => {
    const marks = [table.primaryKey.includes(column.name) ? 'key' : '', column.nullable ? '' : 'not null']
      .filter((mark) => mark !== '')
      .join(', ');
    return `  ${[column.name, column.sourceType, marks, column.comment ?? ''].join('\t')}`;
  });
  return `${[head, ...(table.comment === undefined ? [] : [table.comment]), ...columns].join('\n')}\n`;
}
